package dev.colophon.embedding.openai;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.AbstractList;
import java.util.List;

/** Vectors in the order of the texts, the model that served and the tokens that it read. */
record EmbeddingsAnswer(String object, List<Datum> data, String model, Usage usage) {

    static EmbeddingsAnswer of(ServedEmbeddings served, VectorFormat format) {
        return new EmbeddingsAnswer(
                "list", data(served.vectors(), format), served.model(), new Usage(served.tokens(), served.tokens()));
    }

    /** Each is made when it is asked for: all of them in base64 would take as much memory again as the vectors. */
    private static List<Datum> data(List<float[]> vectors, VectorFormat format) {
        return new AbstractList<>() {
            @Override
            public Datum get(int index) {
                return new Datum("embedding", index, format.write(vectors.get(index)));
            }

            @Override
            public int size() {
                return vectors.size();
            }
        };
    }

    /**
     * One text's vector.
     *
     * @param index the text's place in the request
     */
    record Datum(
            String object,
            int index,

            @Schema(oneOf = {float[].class, String.class}) Object embedding) {}

    record Usage(long promptTokens, long totalTokens) {}
}
