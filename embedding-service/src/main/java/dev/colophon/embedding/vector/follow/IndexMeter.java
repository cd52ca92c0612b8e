package dev.colophon.embedding.vector.follow;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of the search index. */
enum IndexMeter implements DocumentedMeter {
    CHUNKS(MeterDeclaration.gauge(
            "colophon.embedding.index.chunks",
            "",
            "Chunks in the search index; with pgvector as the database estimates",
            "type=lucene|pgvector")),
    BEHIND(MeterDeclaration.gauge(
            "colophon.embedding.index.behind",
            "seconds",
            "For how long searches have missed something that was embedded",
            "type=lucene|pgvector"));

    private final MeterDeclaration declaration;

    IndexMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}
