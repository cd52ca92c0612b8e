package dev.colophon.embedding.quality;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What the last check of vectors found over all clients, the same on every instance. */
enum QualityMeter implements DocumentedMeter {
    SCORE(MeterDeclaration.gauge(
            "colophon.embedding.quality.score", "", "The lowest quality score of a project", "model")),
    VECTORS(MeterDeclaration.gauge(
            "colophon.embedding.quality.vectors", "", "Vectors that the last check looked at", "model")),
    DEFECTS(MeterDeclaration.gauge(
            "colophon.embedding.quality.defects",
            "",
            "Vectors that are not as they should be, by what is wrong with them",
            "model",
            "defect=zero|not_finite|other_dimensions|vector_of_another_text")),
    AGREEMENT(MeterDeclaration.gauge(
            "colophon.embedding.quality.agreement",
            "",
            "The lowest cosine of a stored vector with one computed anew",
            "model")),
    AGE(MeterDeclaration.gauge(
            "colophon.embedding.quality.age", "seconds", "How long ago the last check was", "model"));

    private final MeterDeclaration declaration;

    QualityMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}
