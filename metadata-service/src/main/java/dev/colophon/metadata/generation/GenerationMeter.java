package dev.colophon.metadata.generation;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of the making of metadata; the names are those that dashboards know. */
enum GenerationMeter implements DocumentedMeter {
    GENERATED(MeterDeclaration.counter(
            "project_meta_generated", "Requests for metadata that were answered", "status=success|failure")),
    FAILURES(MeterDeclaration.counter(
            "project_meta_generation_failures", "Requests for metadata that failed", "reason")),
    IN_PROGRESS(MeterDeclaration.gauge(
            "project_meta_generation_in_progress", "", "Metadata that this instance is generating")),
    QUEUE_SIZE(MeterDeclaration.gauge(
            "project_meta_generation_queue_size", "", "Projects that wait for metadata, running ones included")),
    DURATION(MeterDeclaration.timer("project_meta_generation_duration", "Time from taking up a request to its metadata")
            .inBuckets()),
    CONTENT_LENGTH(MeterDeclaration.summary(
                    "project_meta_content_length", "chars", "Length of what metadata was generated from")
            .inBuckets()),
    TAGS(MeterDeclaration.summary("project_meta_tags_count", "", "Tags per generated metadata")
            .inBuckets()),
    SUMMARY_LENGTH(MeterDeclaration.summary("project_meta_summary_length", "chars", "Length of generated summaries")
            .inBuckets());

    private final MeterDeclaration declaration;

    GenerationMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}
