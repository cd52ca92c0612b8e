package dev.colophon.embedding.quality;

/**
 * What occurs more than once within a project and a model.
 *
 * @param equalTexts chunks whose text another chunk has too: harmless, and embedded once
 * @param equalTextRate the same as a share of all vectors
 * @param equalVectorsOfDifferentTexts texts that have the very vector of another text: a sign of a broken model or of texts
 *     cut off
 * @param equalVectorRate the same as a share of all vectors
 */
record Duplicates(long equalTexts, double equalTextRate, long equalVectorsOfDifferentTexts, double equalVectorRate) {

    static Duplicates of(long vectors, long equalTexts, long equalVectors) {
        return new Duplicates(
                equalTexts, Shares.of(equalTexts, vectors), equalVectors, Shares.of(equalVectors, vectors));
    }
}
