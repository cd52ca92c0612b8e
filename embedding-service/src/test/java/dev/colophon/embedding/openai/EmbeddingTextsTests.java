package dev.colophon.embedding.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.colophon.ai.account.Integration;
import dev.colophon.embedding.openai.EmbeddingInput.Piece;
import dev.colophon.embedding.openai.EmbeddingInput.Piece.Tokens;
import dev.colophon.embedding.openai.EmbeddingInput.Piece.Words;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EmbeddingTextsTests {

    /** "hello world" as OpenAI's own tokenizers write it. */
    private static final List<Integer> CL100K = List.of(15339, 1917);

    private static final List<Integer> O200K = List.of(24912, 2375);

    private final EmbeddingTexts texts = new EmbeddingTexts(new TokenEncodings(), text -> text.split(" ").length);

    @Test
    void readsTokensInTheEncodingOfTheModel() {
        assertThat(texts.remote(input(new Tokens(CL100K)), model("openai", "text-embedding-3-small")))
                .containsExactly("hello world");
        assertThat(texts.remote(input(new Tokens(CL100K)), model("openai_compatible", "openai/text-embedding-3-large")))
                .containsExactly("hello world");
        assertThat(texts.remote(input(new Tokens(O200K)), model("openai_compatible", "embedder-o200k")))
                .containsExactly("hello world");
        assertThat(texts.local(input(new Tokens(CL100K)))).containsExactly("hello world");
    }

    @Test
    void namesTheTokenThatThereIsNot() {
        assertThat(refused(
                        input(new Words("a"), new Tokens(List.of(15339, 100_256))),
                        model("openai", "text-embedding-3-small")))
                .satisfies(error -> {
                    assertThat(error.param()).isEqualTo("input[1][1]");
                    assertThat(error.message()).contains("is 100256, which is no token of cl100k_base");
                });
    }

    @Test
    void namesTheTextThatIsLongerThanTheModelReads() {
        EmbeddingInput input =
                input(new Words("short"), new Words("word ".repeat(9_000).strip()));

        OpenAiError.Body error = refused(input, model("openai", "text-embedding-3-small"));

        assertThat(error.param()).isEqualTo("input[1]");
        assertThat(error.message()).contains("has 9000 tokens, more than the 8192 that text-embedding-3-small reads");
        assertThat(texts.remote(
                        input(new Words("word ".repeat(8_192).strip())), model("openai", "text-embedding-3-small")))
                .hasSize(1);
    }

    @Test
    void leavesItToAProviderThatCountsInItsOwnWay() {
        EmbeddingInput input = input(new Words("word ".repeat(20_000)));

        assertThat(texts.remote(input, model("openai_compatible", "nomic-embed-text")))
                .hasSize(1);
    }

    @Test
    void cutsNothingOffForTheLocalModel() {
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class,
                () -> texts.local(input(new Words("word ".repeat(255).strip()))));

        assertThat(refusal.problem().errors().get(0).message())
                .isEqualTo("has 257 tokens, more than the 256 that all-minilm-l6-v2 reads");
    }

    private OpenAiError.Body refused(EmbeddingInput input, Integration integration) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> texts.remote(input, integration));
        return OpenAiError.of(refusal.problem()).error();
    }

    private static EmbeddingInput input(Piece... pieces) {
        return new EmbeddingInput(List.of(pieces), true, VectorFormat.FLOAT, null);
    }

    private static Integration model(String type, String name) {
        return Integration.of(Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "type",
                        type,
                        "subtype",
                        "embedding",
                        "name",
                        "an account",
                        "model_config",
                        Map.of("model", name)))
                .orElseThrow();
    }
}
