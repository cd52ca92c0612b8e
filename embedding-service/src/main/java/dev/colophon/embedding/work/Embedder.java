package dev.colophon.embedding.work;

import java.util.List;

/** Computes vectors with all processors that it is given; blocks until they are there. Safe for several threads. */
public interface Embedder {

    /**
     * One answer for each text, in the texts' order.
     *
     * @throws RuntimeException where a text cannot be embedded; none of the texts is then answered
     */
    List<EmbeddedText> embed(List<String> texts);

    /**
     * A text's vector.
     *
     * @param tokens that the model read
     */
    record EmbeddedText(float[] vector, int tokens) {}
}
