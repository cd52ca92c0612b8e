package dev.colophon.embedding.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.work.Embedder.EmbeddedText;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QueryVectorsTests {

    private static final UUID CLIENT = UUID.randomUUID();

    private final AtomicInteger computed = new AtomicInteger();
    private final QueryVectors queries =
            new QueryVectors(texts -> List.of(new EmbeddedText(new float[] {computed.incrementAndGet()}, 3)), mock());

    @Test
    void computesAQueryOnceHoweverItIsSpaced() {
        ask("1", "who writes  tests");
        QueryVectors.QueryVector again = ask("1", " who writes tests");

        assertThat(again.cached()).isTrue();
        assertThat(again.vector()).containsExactly(1);
        assertThat(again.tokens()).isZero();
    }

    @Test
    void computesItAnewForAModelThatGivesOtherVectorsUnderItsOldName() {
        ask("1", "who writes tests");

        assertThat(ask("2", "who writes tests").vector()).containsExactly(2);
    }

    private QueryVectors.QueryVector ask(String revision, String query) {
        ServedSpace space = ServedSpace.local(new EmbeddingSpace("local", "model", revision, 1));
        return queries.of(CLIENT, null, space, query).blockOptional().orElseThrow();
    }
}
