package dev.colophon.metadata.generation;

import dev.colophon.metadata.project.ProjectMeta;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Counts what is generated. The names are those that dashboards know; Prometheus gets {@code _total} and
 * {@code _seconds} and the base unit appended to them.
 *
 * <ul>
 *   <li>{@code project_meta_generated_total{status}}: requests answered, {@code success} or {@code failure}
 *   <li>{@code project_meta_generation_failures_total{reason}}
 *   <li>{@code project_meta_generation_duration_seconds}: histogram
 *   <li>{@code project_meta_content_length_chars}, {@code project_meta_tags_count},
 *       {@code project_meta_summary_length_chars}: histograms
 * </ul>
 */
class GenerationMetrics {

    private static final List<String> REASONS = List.of("no_content", "error");

    private final MeterRegistry registry;
    private final Timer duration;
    private final DistributionSummary contentLength;
    private final DistributionSummary tags;
    private final DistributionSummary summaryLength;

    GenerationMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.duration = Timer.builder("project_meta_generation_duration")
                .description("Time from taking up a request to its metadata")
                .serviceLevelObjectives(durations(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000))
                .register(registry);
        this.contentLength = DistributionSummary.builder("project_meta_content_length")
                .description("Length of what metadata was generated from")
                .baseUnit("chars")
                .serviceLevelObjectives(100, 1_000, 10_000, 50_000, 100_000, 500_000)
                .register(registry);
        this.tags = DistributionSummary.builder("project_meta_tags_count")
                .description("Tags per generated metadata")
                .serviceLevelObjectives(1, 3, 5, 8, 10)
                .register(registry);
        this.summaryLength = DistributionSummary.builder("project_meta_summary_length")
                .description("Length of generated summaries")
                .baseUnit("chars")
                .serviceLevelObjectives(50, 100, 200, 400, 700, 1_000)
                .register(registry);
        answered("success");
        answered("failure");
        REASONS.forEach(this::failures);
    }

    void generated(ProjectMeta meta, int contentChars, long millis) {
        answered("success").increment();
        duration.record(Duration.ofMillis(millis));
        contentLength.record(contentChars);
        tags.record(meta.aiGeneratedTags().size());
        summaryLength.record(meta.contentSummary().length());
    }

    void failed(String reason) {
        answered("failure").increment();
        failures(reason).increment();
    }

    private Counter answered(String status) {
        return Counter.builder("project_meta_generated")
                .description("Requests for metadata that were answered")
                .tag("status", status)
                .register(registry);
    }

    private Counter failures(String reason) {
        return Counter.builder("project_meta_generation_failures")
                .description("Requests for metadata that failed")
                .tag("reason", reason)
                .register(registry);
    }

    private static Duration[] durations(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
