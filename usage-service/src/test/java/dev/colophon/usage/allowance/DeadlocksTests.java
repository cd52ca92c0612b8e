package dev.colophon.usage.allowance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class DeadlocksTests {

    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void beginsAgainWhatWasBrokenOff() {
        RuntimeException deadlock =
                new IllegalStateException(new R2dbcTransientResourceException("deadlock detected", "40P01"));
        Mono<Integer> work =
                Mono.defer(() -> begun.incrementAndGet() < 3 ? Mono.error(deadlock) : Mono.just(begun.get()));

        assertThat(Deadlocks.beginAgain(work).block()).isEqualTo(3);
    }

    @Test
    void leavesAnythingElseAsItIs() {
        Mono<Integer> work = Mono.defer(() -> {
            begun.incrementAndGet();
            return Mono.error(new R2dbcNonTransientResourceException("gone", "57P01"));
        });

        assertThatThrownBy(() -> Deadlocks.beginAgain(work).block())
                .isInstanceOf(R2dbcNonTransientResourceException.class);
        assertThat(begun).hasValue(1);
    }
}
