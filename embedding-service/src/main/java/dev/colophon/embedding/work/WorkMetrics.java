package dev.colophon.embedding.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the worker tells of itself. */
final class WorkMetrics {

    private final Counter embedded;
    private final Counter cached;
    private final Counter failed;
    private final Counter tokens;
    private final DistributionSummary fill;
    private final Timer duration;
    private final AtomicLong pending = new AtomicLong();

    WorkMetrics(MeterRegistry meters) {
        embedded = chunks(meters, "embedded");
        cached = chunks(meters, "cached");
        failed = chunks(meters, "failed");
        tokens = Counter.builder("colophon.embedding.tokens")
                .description("Tokens that the model read")
                .register(meters);
        fill = DistributionSummary.builder("colophon.embedding.batch.chunks")
                .description("Chunks in a batch")
                .register(meters);
        duration = Timer.builder("colophon.embedding.batch")
                .description("How long the embedder took for a batch")
                .register(meters);
        meters.gauge("colophon.embedding.pending", pending);
    }

    private static Counter chunks(MeterRegistry meters, String outcome) {
        return Counter.builder("colophon.embedding.chunks")
                .description("Chunks by what became of a try")
                .tag("outcome", outcome)
                .register(meters);
    }

    void batch(List<Outcome> outcomes, Duration took) {
        fill.record(outcomes.size());
        duration.record(took);
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Embedded one) {
                (one.cached() ? cached : embedded).increment();
                tokens.increment(one.tokens());
            } else {
                failed.increment();
            }
        }
    }

    void pending(long depth) {
        pending.set(depth);
    }
}
