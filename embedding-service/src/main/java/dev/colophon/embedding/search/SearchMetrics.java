package dev.colophon.embedding.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** How long answers take, from the request read to the answer ready. */
@Component
class SearchMetrics {

    private final Map<SearchMode, Timer> byMode = new EnumMap<>(SearchMode.class);

    SearchMetrics(MeterRegistry meters) {
        for (SearchMode mode : SearchMode.values()) {
            byMode.put(
                    mode,
                    SearchMeter.ANSWERS
                            .timer(mode.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(millis(5, 10, 25, 50, 100, 250, 500, 1_000))
                            .register(meters));
        }
    }

    void answered(SearchMode mode, long nanos) {
        Timer timer = byMode.get(mode);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static Duration[] millis(int... millis) {
        Duration[] durations = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofMillis(millis[i]);
        }
        return durations;
    }
}
