package dev.colophon.embedding.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.embedding.work.Embedder;
import dev.colophon.embedding.work.Embedder.EmbeddedText;
import java.util.List;
import org.springframework.stereotype.Component;

/** Embeds queries; what was asked lately is not embedded again. Blocks. */
@Component
class QueryVectors {

    private static final int REMEMBERED = 2_000;

    private final Embedder embedder;
    private final Cache<String, float[]> lately =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    QueryVectors(Embedder embedder) {
        this.embedder = embedder;
    }

    QueryVector of(String query) {
        String text = query.strip().replaceAll("\\s+", " ");
        float[] known = lately.getIfPresent(text);
        if (known != null) {
            return new QueryVector(known, 0, true, 0);
        }
        long started = System.nanoTime();
        EmbeddedText embedded = embedder.embed(List.of(text)).get(0);
        lately.put(text, embedded.vector());
        return new QueryVector(embedded.vector(), embedded.tokens(), false, (System.nanoTime() - started) / 1_000_000);
    }

    /**
     * A query's vector and what it took.
     *
     * @param tokens that the model read; 0 where the vector was known
     */
    record QueryVector(float[] vector, int tokens, boolean cached, long millis) {}
}
