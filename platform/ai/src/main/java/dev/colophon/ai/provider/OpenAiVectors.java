package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.provider.UnusableVectorsException.Fault;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.output.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the vectors of an answer by OpenAI's protocol, and puts them in the order of the texts. */
record OpenAiVectors(String model, @Nullable TokenUsage usage) {

    /**
     * As many as there are, for the caller to count.
     *
     * @throws UnusableVectorsException where it cannot be told which text a vector is of, or what it says
     */
    List<Embedding> read(JsonNode data, int texts) {
        List<JsonNode> rows = new ArrayList<>();
        data.forEach(rows::add);
        boolean indexed = rows.stream().anyMatch(row -> row.has("index"));
        return (indexed && rows.size() == texts ? ordered(rows) : rows)
                .stream()
                        .map(row -> Embedding.from(vector(row.path("embedding"))))
                        .toList();
    }

    private List<JsonNode> ordered(List<JsonNode> rows) {
        @Nullable JsonNode[] ordered = new JsonNode[rows.size()];
        for (JsonNode row : rows) {
            JsonNode index = row.path("index");
            if (!index.isInt() || index.intValue() < 0 || index.intValue() >= ordered.length) {
                throw unusable(
                        Fault.INDEX,
                        "a vector has the index " + (index.isNumber() ? index.asText() : "of no text") + ", of "
                                + ordered.length + " texts");
            }
            if (ordered[index.intValue()] != null) {
                throw unusable(Fault.INDEX, "two vectors have the index " + index.intValue());
            }
            ordered[index.intValue()] = row;
        }
        List<JsonNode> inOrder = new ArrayList<>();
        for (JsonNode row : ordered) {
            if (row != null) {
                inOrder.add(row);
            }
        }
        return inOrder;
    }

    private float[] vector(JsonNode embedding) {
        if (embedding.isTextual()) {
            return decoded(embedding.asText());
        }
        float[] vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            JsonNode number = embedding.get(i);
            vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
        }
        return vector;
    }

    private float[] decoded(String base64) {
        try {
            FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] vector = new float[floats.remaining()];
            floats.get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw unusable(Fault.ENCODING, "a vector is neither numbers nor base64");
        }
    }

    private UnusableVectorsException unusable(Fault fault, String message) {
        return new UnusableVectorsException(fault, message, model, usage);
    }
}
