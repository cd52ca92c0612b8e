package dev.colophon.usage.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import reactor.core.publisher.Mono;

class PriceRefreshTests {

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void waitsForADatabaseThatIsAwayAtTheStart() {
        PriceRefresh refresh = refresh(Mono.defer(() -> tries.incrementAndGet() < 3
                ? Mono.error(new CannotCreateTransactionException("no connection"))
                : Mono.empty()));

        refresh.start();
        refresh.stop();

        assertThat(tries).hasValue(3);
    }

    @Test
    void doesNotStartWithPricesThatCannotBeRead() {
        PriceRefresh refresh = refresh(Mono.defer(() -> {
            tries.incrementAndGet();
            return Mono.error(new IllegalStateException("no such column"));
        }));

        assertThatThrownBy(refresh::start).hasMessageContaining("no such column");
        assertThat(tries).hasValue(1);
    }

    private static PriceRefresh refresh(Mono<Void> load) {
        return new PriceRefresh(load, Mono.empty(), Duration.ofHours(1));
    }
}
