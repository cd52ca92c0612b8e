package dev.colophon.metadata.generation;

import dev.colophon.metadata.project.ProjectMeta;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Counts what is generated, as {@link GenerationMeter} says. */
class GenerationMetrics {

    private static final List<String> REASONS = List.of("no_content", "error");

    private final MeterRegistry registry;
    private final Timer duration;
    private final DistributionSummary contentLength;
    private final DistributionSummary tags;
    private final DistributionSummary summaryLength;

    GenerationMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.duration = GenerationMeter.DURATION
                .timer()
                .serviceLevelObjectives(durations(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000))
                .register(registry);
        this.contentLength = GenerationMeter.CONTENT_LENGTH
                .summary()
                .serviceLevelObjectives(100, 1_000, 10_000, 50_000, 100_000, 500_000)
                .register(registry);
        this.tags = GenerationMeter.TAGS
                .summary()
                .serviceLevelObjectives(1, 3, 5, 8, 10)
                .register(registry);
        this.summaryLength = GenerationMeter.SUMMARY_LENGTH
                .summary()
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
        return GenerationMeter.GENERATED.counter(registry, status);
    }

    private Counter failures(String reason) {
        return GenerationMeter.FAILURES.counter(registry, reason);
    }

    private static Duration[] durations(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
