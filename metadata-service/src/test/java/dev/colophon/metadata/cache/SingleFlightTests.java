package dev.colophon.metadata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.cache.SingleFlight.Landed;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class SingleFlightTests {

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void doesTheWorkOnceForAllWhoAskAtTheSameTime() {
        Sinks.One<String> landing = Sinks.one();
        Mono<Landed<String>> both = flights.join("k", work(landing.asMono()));

        StepVerifier.create(Mono.zip(both, both, flights.join("k", work(landing.asMono()))))
                .then(() -> landing.tryEmitValue("v"))
                .assertNext(all -> {
                    assertThat(all.toList())
                            .allMatch(landed -> ((Landed<?>) landed).value().equals("v"));
                    assertThat(all.toList())
                            .filteredOn(landed -> ((Landed<?>) landed).own())
                            .hasSize(1);
                })
                .verifyComplete();
        assertThat(done).hasValue(1);
    }

    @Test
    void doesItAgainForWhoAsksLaterAndForWhoAsksSomethingElse() {
        assertThat(flights.join("k", work(Mono.just("v"))).block()).isEqualTo(new Landed<>("v", true));
        assertThat(flights.join("k", work(Mono.just("w"))).block()).isEqualTo(new Landed<>("w", true));
        assertThat(flights.join("other", work(Mono.just("x"))).block()).isEqualTo(new Landed<>("x", true));
        assertThat(done).hasValue(3);
    }

    @Test
    void tellsAllOfTheErrorAndTriesAnewAfterwards() {
        Sinks.One<String> landing = Sinks.one();
        Mono<Landed<String>> first = flights.join("k", work(landing.asMono()));

        StepVerifier.create(Mono.zipDelayError(first.materialize(), first.materialize()))
                .then(() -> landing.tryEmitError(new IllegalStateException("no")))
                .assertNext(both ->
                        assertThat(both.toList()).allMatch(end -> end.toString().contains("no")))
                .verifyComplete();
        assertThat(flights.join("k", work(Mono.just("v"))).block().value()).isEqualTo("v");
        assertThat(done).hasValue(2);
    }

    private Mono<String> work(Mono<String> result) {
        return result.doOnSubscribe(subscription -> done.incrementAndGet());
    }
}
