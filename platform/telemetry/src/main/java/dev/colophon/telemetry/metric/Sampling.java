package dev.colophon.telemetry.metric;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Looks at something again and again, for metrics that no event tells of. What takes long is looked at less often, so that
 * looking takes a twentieth of the time at most; what cannot be read is read later.
 */
public final class Sampling implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Sampling.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REST = 20;

    private final String what;
    private final Duration every;
    private final int rest;
    private final Mono<?> reading;
    private Disposable running = Disposables.disposed();

    /** @param reading shows what it read */
    public Sampling(String what, Mono<?> reading) {
        this(what, EVERY, reading);
    }

    /**
     * @param what in words, for the log
     * @param every how long it rests after each look, at least
     * @param reading shows what it read
     */
    public Sampling(String what, Duration every, Mono<?> reading) {
        this(what, every, REST, reading);
    }

    private Sampling(String what, Duration every, int rest, Mono<?> reading) {
        this.what = what;
        this.every = every;
        this.rest = rest;
        this.reading = reading;
    }

    /** Looks as often however long it takes: at something that takes long only when it is away, to see it come back. */
    public static Sampling steady(String what, Mono<?> reading) {
        return new Sampling(what, EVERY, 1, reading);
    }

    @Override
    public void start() {
        running = Mono.defer(this::readAndRest).repeat().subscribe();
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    private Mono<Void> readAndRest() {
        return reading.timeout(PATIENCE)
                .then()
                .onErrorResume(error -> {
                    log.debug("{} are not known: {}", what, error.toString());
                    return Mono.empty();
                })
                .thenReturn(what)
                .timed()
                .flatMap(read -> Mono.delay(rest(read.elapsed())))
                .then();
    }

    private Duration rest(Duration took) {
        Duration fair = took.multipliedBy(rest);
        return fair.compareTo(every) > 0 ? fair : every;
    }
}
