package dev.colophon.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class CourtesyTests {

    private static final Duration EFFORT = Duration.ofMillis(100);

    private final AtomicLong nanos = new AtomicLong();
    private final LiveTraffic live = new LiveTraffic(nanos::get);
    private final Courtesy courtesy = new Courtesy(live, 2);

    @AfterEach
    void goOn() {
        Thread.interrupted();
    }

    @Test
    void restsBesideRequestsAndForASecondAfterThem() {
        Disposable request = live.during(Mono.never()).subscribe();
        assertThat(courtesy.isAlone()).isFalse();
        assertRests();

        request.dispose();
        nanos.addAndGet(Duration.ofMillis(900).toNanos());
        assertRests();

        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(courtesy.isAlone()).isTrue();
        assertGoesOn();
    }

    @Test
    void makesTransactionsShortBesideRequests() {
        Duration alone = courtesy.transaction();
        live.during(Mono.never()).subscribe();

        assertThat(courtesy.transaction()).isLessThan(alone);
    }

    /** Whoever rests notices an interruption. */
    private void assertRests() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> courtesy.rest(EFFORT)).isInstanceOf(InterruptedException.class);
    }

    private void assertGoesOn() {
        Thread.currentThread().interrupt();
        try {
            courtesy.rest(EFFORT);
        } catch (InterruptedException e) {
            throw new AssertionError("it rested", e);
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
