package dev.colophon.ai.local.embedding;

import ai.onnxruntime.OrtException;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * all-MiniLM-L6-v2 in process: in fp32 the vectors of langchain4j's own model, in int8 close ones; batch or no batch.
 *
 * <p>The model loads in the background; calls made before wait. Calls block and may come from any number of threads. What
 * one run of the model can do is done by the thread that asks, the rest by a pool whose threads have the lowest priority:
 * where the JVM passes that on ({@code -XX:ThreadPriorityPolicy=1}), a query goes before a thousand chunks.
 */
public final class MiniLmEmbeddingModel implements EmbeddingModel, AutoCloseable {

    private record Loaded(WordPieceTokenizer tokenizer, MiniLmSession session) {}

    private static final Duration LAST_RUN = Duration.ofSeconds(5);

    private final Precision precision;
    private final int most;
    private final ExecutorService callers;
    private final Semaphore alone;
    private final CompletableFuture<Loaded> loading;

    /**
     * @param callers threads of the pool, and as many of those that ask, that run the model at once
     * @param directory where its files are unpacked and kept
     */
    public MiniLmEmbeddingModel(int callers, Path directory, Precision precision) {
        this.precision = precision;
        this.most = callers;
        this.alone = new Semaphore(callers, true);
        AtomicInteger number = new AtomicInteger();
        this.callers = Executors.newFixedThreadPool(callers, work -> {
            Thread thread = new Thread(work, "embedder-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        this.loading = CompletableFuture.supplyAsync(() -> load(directory, precision));
    }

    /** What its vectors are stored as: {@link MiniLm#MODEL} has a space for each revision. */
    public String revision() {
        return precision.revision();
    }

    /** Whether calls are answered at once; false while the model loads. */
    public boolean isReady() {
        return loading.isDone() && !loading.isCompletedExceptionally();
    }

    /** The model's own tokenizer; waits for the model. */
    public TextTokenizer tokenizer() {
        return loaded().tokenizer();
    }

    /**
     * Embeds texts, keeping their order.
     *
     * @throws UnusableVectorException naming the text that has no usable vector
     * @throws IllegalStateException where the model cannot run
     */
    public List<EmbeddedText> embedTexts(List<String> texts) {
        Loaded model = loaded();
        long[][] ids = encoded(model, texts);
        int[] lengths = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            lengths[i] = ids[i].length;
        }
        List<Callable<float[][]>> runs = new ArrayList<>();
        List<int[]> batches = TokenBatches.of(lengths);
        for (int[] batch : batches) {
            runs.add(() -> model.session().embed(select(ids, batch)));
        }
        EmbeddedText[] embedded = new EmbeddedText[texts.size()];
        List<float[][]> vectors = all(runs);
        for (int b = 0; b < batches.size(); b++) {
            int[] batch = batches.get(b);
            for (int row = 0; row < batch.length; row++) {
                int index = batch[row];
                embedded[index] = new EmbeddedText(checked(vectors.get(b)[row], index), lengths[index]);
            }
        }
        return List.of(embedded);
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        List<EmbeddedText> embedded =
                embedTexts(segments.stream().map(TextSegment::text).toList());
        int tokens = embedded.stream().mapToInt(EmbeddedText::tokens).sum();
        return Response.from(
                embedded.stream().map(text -> Embedding.from(text.vector())).toList(), new TokenUsage(tokens));
    }

    @Override
    public int dimension() {
        return MiniLm.DIMENSIONS;
    }

    /** The native session is closed where nothing runs in it any more. */
    @Override
    public void close() throws OrtException {
        callers.shutdownNow();
        if (isReady() && isQuiet()) {
            loaded().session().close();
        }
    }

    private boolean isQuiet() {
        try {
            return callers.awaitTermination(LAST_RUN.toMillis(), TimeUnit.MILLISECONDS)
                    && alone.tryAcquire(most, LAST_RUN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Tokenizes, many texts in shares. */
    private long[][] encoded(Loaded model, List<String> texts) {
        int share = Math.max(16, texts.size() / 8);
        long[][] ids = new long[texts.size()][];
        List<Callable<Boolean>> runs = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += share) {
            int first = from;
            int last = Math.min(texts.size(), from + share);
            runs.add(() -> {
                for (int i = first; i < last; i++) {
                    ids[i] = model.tokenizer().encode(texts.get(i));
                }
                return true;
            });
        }
        all(runs);
        return ids;
    }

    private <T> List<T> all(List<Callable<T>> runs) {
        try {
            if (runs.size() == 1) {
                return List.of(here(runs.get(0)));
            }
            List<T> results = new ArrayList<>(runs.size());
            for (Future<T> result : callers.invokeAll(runs)) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while embedding");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the local embedding model failed: " + e.getCause(), e.getCause());
        }
    }

    private <T> T here(Callable<T> run) throws InterruptedException, ExecutionException {
        alone.acquire();
        try {
            return run.call();
        } catch (Exception e) {
            throw new ExecutionException(e);
        } finally {
            alone.release();
        }
    }

    private Loaded loaded() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the local embedding model did not load", e.getCause());
        }
    }

    private static Loaded load(Path directory, Precision precision) {
        try {
            Path published = ModelFile.unpacked(MiniLm.MODEL + ".onnx", directory);
            MiniLmSession session = new MiniLmSession(ModelFile.graph(published, precision));
            return new Loaded(WordPieceTokenizer.read(MiniLm.MODEL + "-tokenizer.json"), session);
        } catch (IOException | OrtException e) {
            throw new IllegalStateException("cannot load " + MiniLm.MODEL, e);
        }
    }

    private static long[][] select(long[][] ids, int[] batch) {
        long[][] selected = new long[batch.length][];
        for (int row = 0; row < batch.length; row++) {
            selected[row] = ids[batch[row]];
        }
        return selected;
    }

    private static float[] checked(float[] vector, int index) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new UnusableVectorException(index, "it is not finite");
            }
        }
        return vector;
    }
}
