package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.work.BatchSize.Bounds;
import dev.colophon.persistence.work.WorkItem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
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
        tokens = WorkMeter.TOKENS.counter(meters, lane);
        fill = WorkMeter.FILL.summary(lane).register(meters);
        duration = WorkMeter.DURATION.timer(lane).register(meters);
        // a rate needs to know that there was none before the first
        for (Outcome.Pause cause : Outcome.Pause.values()) {
            pauses(cause);
        }
        WorkMeter.SIZE.gauge(meters, chunksAllowed, AtomicLong::get, lane);
        WorkMeter.SIZE_TOKENS.gauge(meters, tokensAllowed, AtomicLong::get, lane);
    }

    private Counter chunks(String outcome) {
        return WorkMeter.CHUNKS.counter(meters, lane, outcome);
    }

    void allowed(Bounds bounds) {
        chunksAllowed.set(bounds.chunks());
        tokensAllowed.set(bounds.tokens());
    }

    void claimed(List<WorkItem> work, Instant now) {
        for (WorkItem item : work) {
            if (item.attempts() == 0) {
                WorkMeter.WAIT
                        .timer(lane, ChunkWork.isMigration(item.queue()) ? "migration" : "live")
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
        return WorkMeter.PAUSES.counter(meters, cause.name().toLowerCase(Locale.ROOT));
    }
}
