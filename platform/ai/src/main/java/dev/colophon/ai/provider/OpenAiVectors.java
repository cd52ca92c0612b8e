package dev.colophon.ai.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.colophon.ai.provider.UnusableVectorsException.Fault;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer by OpenAI's protocol for embeddings, read as it comes: of its megabytes of text only the vectors stay.
 *
 * @param usage null where the provider did not say; an explicit zero stays zero
 */
record OpenAiVectors(String model, @Nullable TokenUsage usage, List<VectorRow> rows) {

    /** @param asked the model that served where the answer does not say */
    static OpenAiVectors read(JsonParser object, String asked) throws IOException {
        String model = asked;
        TokenUsage usage = null;
        List<VectorRow> rows = new ArrayList<>();
        while (object.nextToken() == JsonToken.FIELD_NAME) {
            String field = object.currentName();
            JsonToken value = object.nextToken();
            if (field.equals("model") && value == JsonToken.VALUE_STRING) {
                model = object.getText();
            } else if (field.equals("usage") && value == JsonToken.START_OBJECT) {
                usage = usage(object);
            } else if (field.equals("data") && value == JsonToken.START_ARRAY) {
                while (object.nextToken() != JsonToken.END_ARRAY) {
                    rows.add(VectorRow.read(object));
                }
            } else {
                object.skipChildren();
            }
        }
        return new OpenAiVectors(model, usage, rows);
    }

    private static @Nullable TokenUsage usage(JsonParser object) throws IOException {
        TokenUsage usage = null;
        while (object.nextToken() == JsonToken.FIELD_NAME) {
            boolean prompt = object.currentName().equals("prompt_tokens");
            if (object.nextToken() == JsonToken.VALUE_NUMBER_INT
                    && prompt
                    && object.getNumberType() == JsonParser.NumberType.INT) {
                usage = new TokenUsage(object.getIntValue(), null, object.getIntValue());
            }
            object.skipChildren();
        }
        return usage;
    }

    /**
     * As many as there are, for the caller to count, in the order of the texts.
     *
     * @throws UnusableVectorsException where it cannot be told which text a vector is of, or what it says
     */
    List<Embedding> inOrder(int texts) {
        boolean indexed = rows.stream().anyMatch(row -> row.index() != null);
        return (indexed && rows.size() == texts ? ordered() : rows)
                .stream().map(row -> Embedding.from(vector(row))).toList();
    }

    private List<VectorRow> ordered() {
        @Nullable VectorRow[] ordered = new VectorRow[rows.size()];
        for (VectorRow row : rows) {
            int index = row.place(ordered.length);
            if (index < 0) {
                throw unusable(
                        Fault.INDEX,
                        "a vector has the index " + Objects.requireNonNullElse(row.index(), "of no text") + ", of "
                                + ordered.length + " texts");
            }
            if (ordered[index] != null) {
                throw unusable(Fault.INDEX, "two vectors have the index " + index);
            }
            ordered[index] = row;
        }
        return Arrays.stream(ordered).map(Objects::requireNonNull).toList();
    }

    private float[] vector(VectorRow row) {
        float[] vector = row.vector();
        if (vector == null) {
            throw unusable(Fault.ENCODING, "a vector is neither numbers nor base64");
        }
        return vector;
    }

    private UnusableVectorsException unusable(Fault fault, String message) {
        return new UnusableVectorsException(fault, message, model, usage);
    }
}
