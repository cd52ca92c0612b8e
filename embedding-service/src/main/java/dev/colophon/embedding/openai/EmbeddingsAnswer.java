package dev.colophon.embedding.openai;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;

/** Vectors in the order of the texts, the model that served and the tokens that it read. */
record EmbeddingsAnswer(String object, List<Datum> data, String model, Usage usage) {

    static EmbeddingsAnswer of(ServedEmbeddings served, VectorFormat format) {
        List<Datum> data = IntStream.range(0, served.vectors().size())
                .mapToObj(i ->
                        new Datum("embedding", i, format.write(served.vectors().get(i))))
                .toList();
        return new EmbeddingsAnswer("list", data, served.model(), new Usage(served.tokens(), served.tokens()));
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
