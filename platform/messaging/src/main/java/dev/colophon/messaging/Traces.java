package dev.colophon.messaging;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Carries one trace across what breaks it: the outbox, Kafka and the work queue store a W3C {@code traceparent}, and
 * whoever takes the work up continues from there.
 */
public final class Traces {

    private final ObservationRegistry observations;

    Traces(ObservationRegistry observations) {
        this.observations = observations;
    }

    /** The trace context of the running work as {@code traceparent}, or null outside any trace. */
    public @Nullable String currentTraceparent() {
        return traceparent(observations.getCurrentObservation());
    }

    /** As {@link #currentTraceparent()}, from a subscriber's context. */
    public @Nullable String traceparent(ContextView context) {
        Observation inContext = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        return inContext == null ? currentTraceparent() : traceparent(inContext);
    }

    /**
     * Runs {@code work} in a span of its own.
     *
     * @param parent the {@code traceparent} to continue, or null to continue what runs now
     */
    public <T> Mono<T> inSpan(String name, @Nullable String parent, Mono<T> work) {
        return Mono.defer(() -> {
            Observation observation = start(name, parent);
            return work.doOnError(observation::error)
                    .doFinally(signal -> observation.stop())
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, observation));
        });
    }

    /** The trace id within a {@code traceparent}; null for null. */
    public static @Nullable String traceId(@Nullable String traceparent) {
        return traceparent == null || traceparent.length() < 35 ? null : traceparent.substring(3, 35);
    }

    private Observation start(String name, @Nullable String parent) {
        if (parent == null) {
            return Observation.start(name, observations);
        }
        ReceiverContext<Map<String, String>> received = new ReceiverContext<>(Map::get, Kind.CONSUMER);
        received.setCarrier(Map.of("traceparent", parent));
        return Observation.createNotStarted(name, () -> received, observations).start();
    }

    private static @Nullable String traceparent(@Nullable Observation observation) {
        if (observation == null) {
            return null;
        }
        TracingObservationHandler.TracingContext tracing =
                observation.getContextView().get(TracingObservationHandler.TracingContext.class);
        Span span = tracing == null ? null : tracing.getSpan();
        return span == null ? null : traceparent(span.context());
    }

    private static @Nullable String traceparent(TraceContext context) {
        if (context.traceId().isEmpty()) {
            return null;
        }
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return "00-" + context.traceId() + "-" + context.spanId() + "-" + flags;
    }
}
