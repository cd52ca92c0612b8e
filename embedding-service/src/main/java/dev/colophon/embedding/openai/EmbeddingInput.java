package dev.colophon.embedding.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A request that was found to be sound.
 *
 * @param texts at least one, none of them empty
 */
record EmbeddingInput(List<String> texts, VectorFormat format) {

    static final int MOST_TEXTS = 2_048;

    /** @throws ProblemException naming the field that cannot be taken */
    static EmbeddingInput of(EmbeddingsRequest request, EmbeddingSpace space) {
        requireModel(request.model(), space);
        Integer dimensions = request.dimensions();
        if (dimensions != null && dimensions != space.dimensions()) {
            throw refusal("dimensions", space.model() + " has " + space.dimensions() + " dimensions, no others");
        }
        return new EmbeddingInput(texts(request.input()), VectorFormat.named(request.encodingFormat()));
    }

    /** @throws ProblemException where there is no such model */
    static void requireModel(@Nullable String model, EmbeddingSpace space) {
        if (model == null || model.isBlank()) {
            throw refusal("model", "is required");
        }
        if (!model.equals(space.model())) {
            throw ProblemException.of(
                            HttpStatus.NOT_FOUND,
                            "There is no model of this name",
                            new FieldError("model", "must be " + space.model()))
                    .with(Map.of(OpenAiError.CODE, "model_not_found"));
        }
    }

    private static List<String> texts(@Nullable JsonNode input) {
        if (input == null || input.isNull()) {
            throw refusal("input", "is required");
        }
        if (input.isTextual()) {
            return List.of(text(input, "input"));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw refusal("input", "must be a text or an array of texts, not empty");
        }
        if (input.size() > MOST_TEXTS) {
            throw refusal("input", "has " + input.size() + " texts, more than " + MOST_TEXTS);
        }
        List<String> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            texts.add(text(Objects.requireNonNull(input.get(i)), "input[" + i + "]"));
        }
        return texts;
    }

    private static String text(JsonNode node, String field) {
        if (node.isNumber() || node.isArray()) {
            throw refusal(field, "must be text: tokens of another model's tokenizer mean nothing here");
        }
        if (!node.isTextual()) {
            throw refusal(field, "must be text");
        }
        if (node.textValue().isBlank()) {
            throw refusal(field, "must not be empty");
        }
        return node.textValue();
    }

    static ProblemException refusal(String field, String message) {
        return ProblemException.badRequest("The request cannot be taken", new FieldError(field, message));
    }
}
