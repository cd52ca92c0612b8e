package dev.colophon.ai.model;

import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.Target;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of calls to models. States of circuits, retries, rates and bulkheads are resilience4j's own meters,
 * by provider.
 */
public final class AiMetrics implements AttemptListener {

    /** A meter's name and what it tells; all tags are of low cardinality. */
    enum Meter {
        /** Timer over attempts; tags provider, model (asked for), operation, outcome. */
        ATTEMPTS("colophon.ai.attempts"),
        /** Counter of tokens; tags provider, model (asked for), direction (input, output). */
        TOKENS("colophon.ai.tokens"),
        /** Counter of calls by who answered at last; tags operation, provider ("none" for nobody), fallback (true, false). */
        CALLS("colophon.ai.calls");

        private final String meterName;

        Meter(String meterName) {
            this.meterName = meterName;
        }

        String meterName() {
            return meterName;
        }
    }

    private final MeterRegistry registry;

    AiMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(Attempt attempt, Target target) {
        String modelAskedFor = target.model();
        registry.timer(
                        Meter.ATTEMPTS.meterName(),
                        "provider",
                        attempt.provider(),
                        "model",
                        modelAskedFor,
                        "operation",
                        attempt.operation(),
                        "outcome",
                        attempt.outcome().wireName())
                .record(attempt.duration().toNanos(), TimeUnit.NANOSECONDS);
        tokens(attempt.provider(), modelAskedFor, "input", attempt.inputTokens());
        tokens(attempt.provider(), modelAskedFor, "output", attempt.outputTokens());
    }

    private void tokens(String provider, String model, String direction, @Nullable Long count) {
        if (count != null) {
            registry.counter(Meter.TOKENS.meterName(), "provider", provider, "model", model, "direction", direction)
                    .increment(count);
        }
    }

    /** A call ended: who answered, and whether that was the first choice. */
    public void answered(String operation, String provider, boolean fallback) {
        registry.counter(
                        Meter.CALLS.meterName(),
                        "operation",
                        operation,
                        "provider",
                        provider,
                        "fallback",
                        Boolean.toString(fallback))
                .increment();
    }
}
