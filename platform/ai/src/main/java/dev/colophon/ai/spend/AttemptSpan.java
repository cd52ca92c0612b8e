package dev.colophon.ai.spend;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The span of one attempt within the trace that runs; where none runs there is none. Nothing of it is sent to the provider. */
final class AttemptSpan {

    private static final String NAME = "provider call";

    private AttemptSpan() {}

    static <T> Mono<T> around(Target target, String operation, Mono<T> work) {
        return Mono.deferContextual(context -> {
            Observation call = start(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null), target, operation);
            return call == null
                    ? work
                    : work.doOnError(call::error)
                            .doFinally(signal -> call.stop())
                            .contextWrite(within -> within.put(ObservationThreadLocalAccessor.KEY, call));
        });
    }

    static <T> Flux<T> around(Target target, String operation, Flux<T> work) {
        return Flux.deferContextual(context -> {
            Observation call = start(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null), target, operation);
            return call == null
                    ? work
                    : work.doOnError(call::error)
                            .doFinally(signal -> call.stop())
                            .contextWrite(within -> within.put(ObservationThreadLocalAccessor.KEY, call));
        });
    }

    private static @Nullable Observation start(@Nullable Observation parent, Target target, String operation) {
        return parent == null
                ? null
                : Observation.createNotStarted(NAME, parent.getObservationRegistry())
                        .parentObservation(parent)
                        .highCardinalityKeyValue("gen_ai.provider.name", target.provider())
                        .highCardinalityKeyValue("gen_ai.request.model", target.model())
                        .highCardinalityKeyValue("gen_ai.operation.name", operation)
                        .start();
    }
}
