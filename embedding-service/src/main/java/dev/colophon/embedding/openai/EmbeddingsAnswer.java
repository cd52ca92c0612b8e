package dev.colophon.embedding.openai;

import dev.colophon.embedding.work.Embedder.EmbeddedText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;

/** Vectors in the order of the texts, and the tokens that the model read. */
record EmbeddingsAnswer(String object, List<Datum> data, String model, Usage usage) {

    static EmbeddingsAnswer of(String model, List<EmbeddedText> embedded, VectorFormat format) {
        long tokens = embedded.stream().mapToLong(EmbeddedText::tokens).sum();
        List<Datum> data = IntStream.range(0, embedded.size())
                .mapToObj(i ->
                        new Datum("embedding", i, format.write(embedded.get(i).vector())))
                .toList();
        return new EmbeddingsAnswer("list", data, model, new Usage(tokens, tokens));
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
