package dev.colophon.embedding.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request that was found to be sound, whatever model it is for.
 *
 * @param pieces at least one, none of them empty
 * @param many whether the client sent an array of them
 * @param dimensions that the vectors must have; null for the model's own
 */
record EmbeddingInput(
        List<Piece> pieces,
        boolean many,
        VectorFormat format,
        @Nullable Integer dimensions) {

    static final int MOST_TEXTS = 2_048;

    /** A text as the client wrote it. */
    sealed interface Piece {

        /** In words. */
        record Words(String text) implements Piece {}

        /** In tokens of OpenAI's models. */
        record Tokens(List<Integer> ids) implements Piece {}
    }

    /** @throws ProblemException naming the field that cannot be taken */
    static EmbeddingInput of(EmbeddingsRequest request) {
        Integer dimensions = request.dimensions();
        if (dimensions != null && dimensions < 1) {
            throw refusal("dimensions", "must be at least 1");
        }
        JsonNode input = request.input();
        if (input == null || input.isNull()) {
            throw refusal("input", "is required");
        }
        boolean many = input.isArray() && !input.path(0).isIntegralNumber();
        return new EmbeddingInput(
                many ? all(input) : List.of(piece(input, "input")),
                many,
                VectorFormat.named(request.encodingFormat()),
                dimensions);
    }

    /** How the client calls the piece at {@code index}. */
    String field(int index) {
        return many ? "input[" + index + "]" : "input";
    }

    private static List<Piece> all(JsonNode input) {
        if (input.isEmpty()) {
            throw refusal("input", "must be a text, its tokens, or an array of those, not empty");
        }
        if (input.size() > MOST_TEXTS) {
            throw refusal("input", "has " + input.size() + " texts, more than " + MOST_TEXTS);
        }
        return IntStream.range(0, input.size())
                .mapToObj(i -> piece(Objects.requireNonNull(input.get(i)), "input[" + i + "]"))
                .toList();
    }

    private static Piece piece(JsonNode node, String field) {
        if (node.isArray()) {
            return new Piece.Tokens(tokens(node, field));
        }
        if (!node.isTextual()) {
            throw refusal(field, "must be a text or an array of its tokens");
        }
        if (node.textValue().isBlank()) {
            throw refusal(field, "must not be empty");
        }
        return new Piece.Words(node.textValue());
    }

    private static List<Integer> tokens(JsonNode array, String field) {
        if (array.isEmpty()) {
            throw refusal(field, "must not be empty");
        }
        List<Integer> ids = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            JsonNode id = Objects.requireNonNull(array.get(i));
            if (!id.isInt() || id.intValue() < 0) {
                throw refusal(field + "[" + i + "]", "must be the number of a token");
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    static ProblemException refusal(String field, String message) {
        return ProblemException.badRequest("The request cannot be taken", new FieldError(field, message));
    }
}
