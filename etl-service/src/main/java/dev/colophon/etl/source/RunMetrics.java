package dev.colophon.etl.source;

import dev.colophon.etl.item.CaptureResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts runs and what they find, by type of source; never by client. */
@Component
class RunMetrics {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Instant> lastSuccess = new ConcurrentHashMap<>();

    RunMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Shows a type from its first run on: until one succeeds, its age counts from then. */
    void started(String type) {
        if (lastSuccess.putIfAbsent(type, clock.instant()) == null) {
            RunMeter.LAST_SUCCESS_AGE.gauge(meters, type, this::age, type);
        }
    }

    void ended(String type, SourceRun run) {
        RunMeter.RUNS.counter(meters, type, run.status()).increment();
        if (run.status().equals("succeeded")) {
            lastSuccess.put(type, clock.instant());
        }
    }

    void captured(String type, CaptureResult result) {
        items(type, "captured", result.captured());
        items(type, "unchanged", result.unchanged());
    }

    void removed(String type, int count) {
        items(type, "removed", count);
    }

    void failed(String type) {
        items(type, "failed", 1);
    }

    void waited(String type, Duration pause) {
        RunMeter.WAITS.timer(type).register(meters).record(pause);
    }

    private void items(String type, String result, int count) {
        RunMeter.ITEMS.counter(meters, type, result).increment(count);
    }

    private double age(String type) {
        Instant last = lastSuccess.getOrDefault(type, clock.instant());
        return Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }
}
