package dev.colophon.embedding.quality;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How good a client's vectors are.
 *
 * @param projects by project and model, the worst first, at most 200
 * @param drift what embedding a sample anew has shown, by model; only where it was asked for
 */
record QualityReport(List<ByModel> projects, List<Drift> drift) {

    private static final int MOST_PROJECTS = 200;

    QualityReport firstProjects() {
        return new QualityReport(projects.subList(0, Math.min(projects.size(), MOST_PROJECTS)), drift);
    }

    /** The figures of one project under one model. */
    record ByModel(UUID projectId, Figures figures) {}

    /**
     * Stored vectors against those that the model gives today.
     *
     * @param sampled chunks that were embedded anew; 0 where that model does not run here
     * @param lowestCosine the worst agreement; null where nothing was sampled
     * @param meanCosine the mean agreement; null where nothing was sampled
     */
    record Drift(
            String model,
            int sampled,
            @Nullable Double lowestCosine,
            @Nullable Double meanCosine) {}
}
