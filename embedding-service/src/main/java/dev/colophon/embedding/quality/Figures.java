package dev.colophon.embedding.quality;

import dev.colophon.embedding.quality.VectorTally.Magnitude;

/**
 * How good the vectors of one model are.
 *
 * @param dimensions that most of them have
 * @param dimensionConsistency the share that has them
 * @param otherDimensions how many have others
 * @param zeroVectors of length 0, which are near to nothing
 * @param notFinite with a value that is no number or infinite
 * @param magnitude of their lengths; vectors are stored with length 1
 * @param qualityScore the product of three shares from 0 to 1: of vectors without a defect (neither zero nor infinite nor of
 *     other dimensions), of vectors that are not the vector of a different text too, and evenness of length, which is 1 less
 *     the deviation as a part of the mean. 1 where there is no vector
 */
record Figures(
        String model,
        long vectors,
        int dimensions,
        double dimensionConsistency,
        long otherDimensions,
        long zeroVectors,
        long notFinite,
        Magnitude magnitude,
        Duplicates duplicates,
        double qualityScore) {

    static Figures of(String model, VectorTally tally, long equalTexts, long equalVectors) {
        long vectors = tally.vectors();
        Magnitude magnitude = tally.magnitude();
        long defective = Math.min(vectors, tally.zero() + tally.notFinite() + tally.ofOtherDimensions());
        double sound = 1 - Shares.of(defective, vectors);
        double distinct = 1 - Shares.of(equalVectors, vectors);
        double even = magnitude.mean() == 0 ? 1 : Math.max(0, 1 - magnitude.deviation() / magnitude.mean());
        return new Figures(
                model,
                vectors,
                tally.dimensions(),
                vectors == 0 ? 1 : 1 - Shares.of(tally.ofOtherDimensions(), vectors),
                tally.ofOtherDimensions(),
                tally.zero(),
                tally.notFinite(),
                magnitude,
                Duplicates.of(vectors, equalTexts, equalVectors),
                Shares.rounded(sound * distinct * even));
    }
}
