package dev.colophon.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class LiveTrafficTests {

    private final AtomicLong nanos = new AtomicLong();
    private final LiveTraffic live = new LiveTraffic(nanos::get);

    @Test
    void isRecentUntilASecondAfterARequest() {
        Sinks.Empty<Void> answer = Sinks.empty();
        assertThat(live.isRecent()).isFalse();

        live.during(answer.asMono()).subscribe();
        pass(Duration.ofMinutes(1));
        assertThat(live.isRecent()).isTrue();
        assertThat(live.isInHand()).isFalse();

        answer.tryEmitEmpty();
        pass(Duration.ofMillis(900));
        assertThat(live.isRecent()).isTrue();
        pass(Duration.ofMillis(200));
        assertThat(live.isRecent()).isFalse();
    }

    @Test
    void forgetsRequestsThatFailedOrWereGivenUp() {
        live.during(Mono.error(new IllegalStateException("no")))
                .onErrorComplete()
                .subscribe();
        Disposable waiting = live.during(Mono.never()).subscribe();
        waiting.dispose();

        pass(Duration.ofSeconds(2));
        assertThat(live.isRecent()).isFalse();
    }

    @Test
    void hasEventsInHandOnlyWhereTheyAreLive() {
        live.during(true, () -> assertThat(live.isInHand()).isTrue());
        pass(Duration.ofSeconds(2));
        live.during(false, () -> assertThat(live.isRecent()).isFalse());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
