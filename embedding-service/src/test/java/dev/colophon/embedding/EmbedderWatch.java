package dev.colophon.embedding;

import dev.colophon.embedding.work.Embedder;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** The service's own embedder, watched: it can be seen what it is given, made to refuse a text, and held. */
final class EmbedderWatch implements BeanPostProcessor {

    static final String REFUSED = "text that the embedder refuses";

    private static final String QUALITY = "dev.colophon.embedding.quality.";

    private static final Queue<String> READ = new ConcurrentLinkedQueue<>();
    private static volatile @Nullable Hold hold;

    private record Hold(String text, CountDownLatch reached, CountDownLatch released) {}

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Embedder embedder ? watched(embedder) : bean;
    }

    private static Embedder watched(Embedder embedder) {
        return texts -> {
            if (texts.stream().anyMatch(text -> text.contains(REFUSED))) {
                throw new IllegalStateException("refused");
            }
            List<Embedder.EmbeddedText> embedded = embedder.embed(texts);
            if (!isASample()) {
                READ.addAll(texts);
            }
            Hold current = hold;
            if (current != null && texts.stream().anyMatch(text -> text.contains(current.text()))) {
                current.reached().countDown();
                await(current.released());
            }
            return embedded;
        };
    }

    /** What the check of vectors embeds anew, whenever it comes around, is no work of the test's. */
    private static boolean isASample() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(QUALITY)));
    }

    /** How many texts were embedded that contain {@code part}. */
    static int embedded(String part) {
        return (int) READ.stream().filter(text -> text.contains(part)).count();
    }

    /** Keeps the answer for a text that contains {@code part} back until {@link #release}. */
    static void hold(String part) {
        hold = new Hold(part, new CountDownLatch(1), new CountDownLatch(1));
    }

    static void awaitHeld() {
        Hold current = hold;
        if (current != null) {
            await(current.reached());
        }
    }

    static void release() {
        Hold current = hold;
        hold = null;
        if (current != null) {
            current.released().countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
