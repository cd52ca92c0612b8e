package dev.colophon.ops.dependency;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Asks database and broker, as {@link DependencyMeter} says. */
final class DependencyMetrics {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final double MILLIS = 1_000;

    private final DatabaseClient database;
    private final ReactiveHealthIndicator broker;
    private final Clock clock;
    private volatile boolean databaseUp = true;
    private volatile boolean brokerUp = true;
    private volatile double skew;

    DependencyMetrics(DatabaseClient database, ReactiveHealthIndicator broker, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.broker = broker;
        this.clock = clock;
        DependencyMeter.UP.gauge(meters, this, asked -> asked.databaseUp ? 1 : 0, "database");
        DependencyMeter.UP.gauge(meters, this, asked -> asked.brokerUp ? 1 : 0, "broker");
        DependencyMeter.CLOCK_SKEW.gauge(meters, this, asked -> asked.skew);
    }

    Mono<?> read() {
        return askDatabase().then(askBroker());
    }

    /** The answer's time lies between question and answer: what is beyond them is skew. */
    private Mono<Boolean> askDatabase() {
        return Mono.defer(() -> {
                    Instant asked = clock.instant();
                    return database.sql("select clock_timestamp()")
                            .mapValue(Instant.class)
                            .one()
                            .doOnNext(told -> skew = beyond(asked, told, clock.instant()))
                            .hasElement();
                })
                .timeout(PATIENCE, Mono.just(false))
                .onErrorReturn(false)
                .doOnNext(up -> databaseUp = up);
    }

    private Mono<Boolean> askBroker() {
        return broker.health()
                .map(health -> Status.UP.equals(health.getStatus()))
                .timeout(PATIENCE, Mono.just(false))
                .onErrorReturn(false)
                .doOnNext(up -> brokerUp = up);
    }

    private static double beyond(Instant asked, Instant told, Instant answered) {
        if (told.isBefore(asked)) {
            return Duration.between(told, asked).toMillis() / MILLIS;
        }
        return told.isAfter(answered) ? -Duration.between(answered, told).toMillis() / MILLIS : 0;
    }
}
