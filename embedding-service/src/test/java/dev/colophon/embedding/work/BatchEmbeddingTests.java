package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.embedding.work.Embedder.EmbeddedText;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchEmbeddingTests {

    private final UUID client = UUID.randomUUID();
    private final List<List<String>> calls = new ArrayList<>();

    private List<EmbeddedText> embed(List<String> texts) {
        calls.add(texts);
        if (texts.contains("bad")) {
            throw new IllegalStateException("refused");
        }
        return texts.stream().map(text -> new EmbeddedText(vector(text), 3)).toList();
    }

    private static float[] vector(String text) {
        return switch (text) {
            case "zero" -> new float[] {0, 0};
            case "nan" -> new float[] {Float.NaN, 1};
            case "long" -> new float[] {1, 0, 0};
            default -> new float[] {3, 4};
        };
    }

    private final BatchEmbedding embedding = new BatchEmbedding(this::embed, 2);

    @Test
    void embedsEqualTextsOfAClientOnce() {
        List<Outcome> outcomes = embedding.embed(List.of(chunk(client, "a"), chunk(client, "a"), chunk(client, "b")));

        assertThat(calls).containsExactly(List.of("a", "b"));
        assertThat(outcomes)
                .extracting(outcome -> ((Outcome.Embedded) outcome).cached())
                .containsExactly(false, true, false);
        assertThat(outcomes)
                .extracting(outcome -> ((Outcome.Embedded) outcome).tokens())
                .containsExactly(3, 0, 3);
    }

    @Test
    void embedsNothingThatIsKnown() {
        List<Outcome> outcomes = embedding.embed(List.of(chunk(client, "a").knownAs(new float[] {0, 1})));

        assertThat(calls).isEmpty();
        assertThat(((Outcome.Embedded) outcomes.get(0)).cached()).isTrue();
    }

    @Test
    void isolatesATextThatIsRefusedInFewCalls() {
        List<PendingChunk> chunks = IntStream.range(0, 32)
                .mapToObj(i -> chunk(client, i == 19 ? "bad" : "text " + i))
                .toList();

        List<Outcome> outcomes = embedding.embed(chunks);

        assertThat(outcomes)
                .filteredOn(Outcome.Failed.class::isInstance)
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.chunk().text()).isEqualTo("bad");
                    assertThat(((Outcome.Failed) failed).reason()).isEqualTo("refused");
                });
        assertThat(calls).hasSizeLessThanOrEqualTo(1 + 2 * 5);
        assertThat(outcomes).extracting(Outcome::chunk).containsExactlyElementsOf(chunks);
    }

    @Test
    void refusesVectorsThatCannotBeCompared() {
        List<Outcome> outcomes = embedding.embed(
                List.of(chunk(client, "zero"), chunk(client, "nan"), chunk(client, "long"), chunk(client, "ok")));

        assertThat(outcomes.subList(0, 3))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Failed.class));
        assertThat(((Outcome.Embedded) outcomes.get(3)).vector()).containsExactly(0.6f, 0.8f);
    }

    private static PendingChunk chunk(UUID client, String text) {
        return Chunks.pending(client, text);
    }
}
