package dev.colophon.embedding.openai;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.ProviderType;
import dev.colophon.ai.local.embedding.MiniLm;
import dev.colophon.embedding.chunk.TokenCounter;
import dev.colophon.embedding.openai.EmbeddingInput.Piece;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Turns what a client sent into the texts that a model is given, none longer than it reads. Blocks for some milliseconds. */
@Component
class EmbeddingTexts {

    private static final int SPECIAL_TOKENS = 2;

    /** What all of OpenAI's embedding models read, from their documentation. */
    private static final int OPENAI_TOKENS = 8_192;

    private final TokenEncodings encodings;
    private final TokenCounter local;

    EmbeddingTexts(TokenEncodings encodings, TokenCounter local) {
        this.encodings = encodings;
        this.local = local;
    }

    /** @throws ProblemException {@code 400} naming the input that is too long, or the token that there is not */
    List<String> local(EmbeddingInput input) {
        List<String> texts = texts(input, MiniLm.MODEL);
        for (int i = 0; i < texts.size(); i++) {
            int tokens = local.count(texts.get(i)) + SPECIAL_TOKENS;
            if (tokens > MiniLm.MAX_TOKENS) {
                throw tooLong(input.field(i), tokens, MiniLm.MAX_TOKENS, MiniLm.MODEL);
            }
        }
        return texts;
    }

    /**
     * Lengths are held against the limit only where it is known how the model counts; elsewhere the provider does so.
     *
     * @throws ProblemException as {@link #local}
     */
    List<String> remote(EmbeddingInput input, Integration integration) {
        String model = integration.modelName();
        List<String> texts = texts(input, model);
        int limit = limit(integration);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            int tokens = TokenEncodings.most(text) > limit ? encodings.count(text, model) : 0;
            if (tokens > limit) {
                throw tooLong(input.field(i), tokens, limit, model);
            }
        }
        return texts;
    }

    private int limit(Integration integration) {
        boolean isOpenAis =
                integration.type() == ProviderType.OPENAI || integration.type() == ProviderType.AZURE_OPENAI;
        return isOpenAis || encodings.knows(integration.modelName())
                ? Optional.ofNullable(integration.model().maxInputTokens()).orElse(OPENAI_TOKENS)
                : Integer.MAX_VALUE;
    }

    private List<String> texts(EmbeddingInput input, String model) {
        Function<Integer, String> text = i -> {
            Piece piece = input.pieces().get(i);
            return piece instanceof Piece.Tokens tokens
                    ? encodings.text(tokens.ids(), model, input.field(i))
                    : ((Piece.Words) piece).text();
        };
        return IntStream.range(0, input.pieces().size()).boxed().map(text).toList();
    }

    private static ProblemException tooLong(String field, int tokens, int most, String model) {
        return EmbeddingInput.refusal(
                field, "has " + tokens + " tokens, more than the " + most + " that " + model + " reads");
    }
}
