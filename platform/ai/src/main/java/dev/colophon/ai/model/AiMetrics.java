package dev.colophon.ai.model;

import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.Target;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures calls to models, as {@link AiMeter} says. States of circuits, retries, rates and bulkheads are resilience4j's own meters,
 * by provider.
 */
public final class AiMetrics implements AttemptListener {

    private final MeterRegistry registry;

    AiMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(Attempt attempt, Target target) {
        String modelAskedFor = target.model();
        AiMeter.ATTEMPTS
                .timer(
                        attempt.provider(),
                        modelAskedFor,
                        attempt.operation(),
                        attempt.outcome().wireName())
                .register(registry)
                .record(attempt.duration().toNanos(), TimeUnit.NANOSECONDS);
        tokens(attempt.provider(), modelAskedFor, "input", attempt.inputTokens());
        tokens(attempt.provider(), modelAskedFor, "output", attempt.outputTokens());
    }

    private void tokens(String provider, String model, String direction, @Nullable Long count) {
        if (count != null) {
            AiMeter.TOKENS.counter(registry, provider, model, direction).increment(count);
        }
    }

    /** A call ended: who answered, and whether that was the first choice. */
    public void answered(String operation, String provider, boolean fallback) {
        AiMeter.CALLS
                .counter(registry, operation, provider, Boolean.toString(fallback))
                .increment();
    }
}
