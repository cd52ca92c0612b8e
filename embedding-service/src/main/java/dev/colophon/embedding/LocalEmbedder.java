package dev.colophon.embedding;

import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
import dev.colophon.embedding.work.Embedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The local model as the worker's and the search's embedder. A large batch goes to the model in slices of similar lengths,
 * two at a time: the model is never idle, and a query waits for a slice and not for the batch.
 */
final class LocalEmbedder implements Embedder, AutoCloseable {

    private static final int SLICE_CHARACTERS = 8_000;
    private static final int SLICES_AT_ONCE = 2;

    private final MiniLmEmbeddingModel model;
    private final ExecutorService slices = Executors.newFixedThreadPool(SLICES_AT_ONCE, work -> {
        Thread thread = new Thread(work, "embedding-slice");
        thread.setDaemon(true);
        return thread;
    });

    LocalEmbedder(MiniLmEmbeddingModel model) {
        this.model = model;
    }

    @Override
    public List<EmbeddedText> embed(List<String> texts) {
        List<List<Integer>> sliced = slices(texts);
        if (sliced.size() == 1) {
            return one(texts);
        }
        List<Future<List<EmbeddedText>>> running = new ArrayList<>();
        for (List<Integer> slice : sliced) {
            running.add(slices.submit(() -> one(slice.stream().map(texts::get).toList())));
        }
        EmbeddedText[] embedded = new EmbeddedText[texts.size()];
        for (int s = 0; s < sliced.size(); s++) {
            List<EmbeddedText> answers = answer(running.get(s));
            for (int i = 0; i < answers.size(); i++) {
                embedded[sliced.get(s).get(i)] = answers.get(i);
            }
        }
        return List.of(embedded);
    }

    @Override
    public void close() {
        slices.shutdownNow();
    }

    private List<EmbeddedText> one(List<String> texts) {
        return model.embedTexts(texts).stream()
                .map(text -> new EmbeddedText(text.vector(), text.tokens()))
                .toList();
    }

    private static List<List<Integer>> slices(List<String> texts) {
        List<Integer> byLength = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
                .toList();
        List<List<Integer>> slices = new ArrayList<>();
        List<Integer> slice = new ArrayList<>();
        int characters = 0;
        for (Integer index : byLength) {
            characters += texts.get(index).length();
            slice.add(index);
            if (characters >= SLICE_CHARACTERS) {
                slices.add(slice);
                slice = new ArrayList<>();
                characters = 0;
            }
        }
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
        return slices;
    }

    private static List<EmbeddedText> answer(Future<List<EmbeddedText>> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while embedding");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refused
                    ? refused
                    : new IllegalStateException("the embedder failed", e.getCause());
        }
    }
}
