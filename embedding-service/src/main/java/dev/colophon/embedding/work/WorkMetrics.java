package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.work.BatchSize.Bounds;
import dev.colophon.persistence.work.WorkItem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What one lane of the worker tells of itself, as {@link WorkMeter} says. */
final class WorkMetrics {

    private final MeterRegistry meters;
    private final String lane;
    private final Counter embedded;
    private final Counter cached;
    private final Counter failed;
    private final Counter tokens;
    private final DistributionSummary fill;
    private final Timer duration;
    private final AtomicLong chunksAllowed = new AtomicLong();
    private final AtomicLong tokensAllowed = new AtomicLong();

    WorkMetrics(MeterRegistry meters, String lane) {
        this.meters = meters;
        this.lane = lane;
        embedded = chunks("embedded");
        cached = chunks("cached");
        failed = chunks("failed");
        tokens = Counter.builder(WorkMeter.TOKENS.id())
                .description(WorkMeter.TOKENS.description())
                .tag("lane", lane)
                .register(meters);
        fill = DistributionSummary.builder(WorkMeter.FILL.id())
                .description(WorkMeter.FILL.description())
                .tag("lane", lane)
                .register(meters);
        duration = Timer.builder(WorkMeter.DURATION.id())
                .description(WorkMeter.DURATION.description())
                .tag("lane", lane)
                .register(meters);
        // a rate needs to know that there was none before the first
        for (Outcome.Pause cause : Outcome.Pause.values()) {
            pauses(cause);
        }
        gauge(WorkMeter.SIZE, chunksAllowed);
        gauge(WorkMeter.SIZE_TOKENS, tokensAllowed);
    }

    private void gauge(WorkMeter meter, AtomicLong value) {
        Gauge.builder(meter.id(), value, AtomicLong::get)
                .description(meter.description())
                .tag("lane", lane)
                .register(meters);
    }

    private Counter chunks(String outcome) {
        return Counter.builder(WorkMeter.CHUNKS.id())
                .description(WorkMeter.CHUNKS.description())
                .tag("lane", lane)
                .tag("outcome", outcome)
                .register(meters);
    }

    void allowed(Bounds bounds) {
        chunksAllowed.set(bounds.chunks());
        tokensAllowed.set(bounds.tokens());
    }

    void claimed(List<WorkItem> work, Instant now) {
        for (WorkItem item : work) {
            if (item.attempts() == 0) {
                Timer.builder(WorkMeter.WAIT.id())
                        .description(WorkMeter.WAIT.description())
                        .tag("lane", lane)
                        .tag("purpose", ChunkWork.isMigration(item.queue()) ? "migration" : "live")
                        .register(meters)
                        .record(Duration.between(item.createdAt(), now));
            }
        }
    }

    void batch(List<Outcome> outcomes, Duration took) {
        fill.record(outcomes.size());
        duration.record(took);
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Embedded one) {
                (one.cached() ? cached : embedded).increment();
                tokens.increment(one.tokens());
            } else if (outcome instanceof Outcome.Failed) {
                failed.increment();
            }
        }
    }

    void paused(Outcome.Pause cause) {
        pauses(cause).increment();
    }

    private Counter pauses(Outcome.Pause cause) {
        return Counter.builder(WorkMeter.PAUSES.id())
                .description(WorkMeter.PAUSES.description())
                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
