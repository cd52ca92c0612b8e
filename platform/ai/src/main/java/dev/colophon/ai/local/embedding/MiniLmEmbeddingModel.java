package dev.colophon.ai.local.embedding;

import ai.onnxruntime.OrtException;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * all-MiniLM-L6-v2 in process: in fp32 the vectors of langchain4j's own model, in int8 close ones; batch or no batch.
 *
 * <p>The model loads in the background; calls made before wait. Calls block and may come from any number of threads,
 * which share one pool of as many callers as there are cores.
 */
public final class MiniLmEmbeddingModel implements EmbeddingModel, AutoCloseable {

    private record Loaded(WordPieceTokenizer tokenizer, MiniLmSession session) {}

    private final Precision precision;
    private final ExecutorService callers;
    private final CompletableFuture<Loaded> loading;

    /**
     * @param callers threads that run the model
     * @param directory where its files are unpacked and kept
     */
    public MiniLmEmbeddingModel(int callers, Path directory, Precision precision) {
        this.precision = precision;
        AtomicInteger number = new AtomicInteger();
        this.callers = Executors.newFixedThreadPool(callers, work -> {
            Thread thread = new Thread(work, "embedder-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.loading = CompletableFuture.supplyAsync(() -> load(directory, precision), this.callers);
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

    @Override
    public void close() throws OrtException {
        callers.shutdownNow();
        if (isReady()) {
            loaded().session().close();
        }
    }

    /** Tokenizes on the callers' threads, a share each. */
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
