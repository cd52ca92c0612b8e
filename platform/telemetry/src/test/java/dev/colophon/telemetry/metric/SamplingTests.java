package dev.colophon.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class SamplingTests {

    private final AtomicInteger readings = new AtomicInteger();
    private VirtualTimeScheduler time;

    @BeforeEach
    void stopTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void letTheClockGoOn() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void looksAgainAfterARestAndWhateverFailed() {
        Sampling sampling = new Sampling("stars", Duration.ofMinutes(1), Mono.defer(() -> {
            readings.incrementAndGet();
            return Mono.error(new IllegalStateException("clouds"));
        }));

        sampling.start();
        assertThat(readings).hasValue(1);
        time.advanceTimeBy(Duration.ofSeconds(125));
        assertThat(readings).hasValue(3);

        sampling.stop();
        time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(readings).hasValue(3);
        assertThat(sampling.isRunning()).isFalse();
    }

    @Test
    void looksLessOftenAtWhatTakesLong() {
        Sampling sampling = new Sampling("stars", Duration.ofSeconds(10), slow());

        sampling.start();
        time.advanceTimeBy(Duration.ofSeconds(9));
        time.advanceTimeBy(Duration.ofSeconds(100));
        assertThat(readings).hasValue(1);
        time.advanceTimeBy(Duration.ofSeconds(61));
        assertThat(readings).hasValue(2);
        sampling.stop();
    }

    @Test
    void looksSteadilyWhereItIsTold() {
        Sampling sampling = Sampling.steady("stars", slow());

        sampling.start();
        time.advanceTimeBy(Duration.ofSeconds(8));
        time.advanceTimeBy(Duration.ofSeconds(11));
        assertThat(readings).hasValue(2);
        sampling.stop();
    }

    private Mono<Long> slow() {
        return Mono.defer(() -> {
            readings.incrementAndGet();
            return Mono.delay(Duration.ofSeconds(8));
        });
    }
}
