package dev.colophon.embedding.quality;

import dev.colophon.embedding.quality.QualityReport.Drift;
import org.jspecify.annotations.Nullable;

/**
 * What a check found of one model's vectors, over all clients and projects.
 *
 * @param lowestScore of all projects
 * @param lowestCosine between a stored vector and one computed anew; null where none was
 */
record ModelState(
        String model,
        long vectors,
        long zero,
        long notFinite,
        long otherDimensions,
        long equalVectors,
        double lowestScore,
        @Nullable Double lowestCosine) {

    static ModelState of(Figures figures) {
        return new ModelState(
                figures.model(),
                figures.vectors(),
                figures.zeroVectors(),
                figures.notFinite(),
                figures.otherDimensions(),
                figures.duplicates().equalVectorsOfDifferentTexts(),
                figures.qualityScore(),
                null);
    }

    ModelState and(ModelState other) {
        return new ModelState(
                model,
                vectors + other.vectors,
                zero + other.zero,
                notFinite + other.notFinite,
                otherDimensions + other.otherDimensions,
                equalVectors + other.equalVectors,
                Math.min(lowestScore, other.lowestScore),
                lower(lowestCosine, other.lowestCosine));
    }

    ModelState with(Drift drift) {
        return new ModelState(
                model,
                vectors,
                zero,
                notFinite,
                otherDimensions,
                equalVectors,
                lowestScore,
                lower(lowestCosine, drift.lowestCosine()));
    }

    private static @Nullable Double lower(@Nullable Double a, @Nullable Double b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.min(a, b);
    }
}
