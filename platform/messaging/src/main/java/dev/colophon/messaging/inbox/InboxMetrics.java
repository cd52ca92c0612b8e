package dev.colophon.messaging.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What listeners tell of themselves, as {@link InboxMeter} says. */
final class InboxMetrics {

    private static final Duration[] BUCKETS = Stream.of(
                    "0.1", "0.25", "0.5", "1", "2.5", "5", "15", "60", "300", "1800")
            .map(seconds -> Duration.parse("PT" + seconds + "S"))
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Timer> ages = new ConcurrentHashMap<>();

    InboxMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void handled(Iterable<ConsumerRecord<String, byte[]>> records) {
        long now = clock.millis();
        for (ConsumerRecord<String, byte[]> each : records) {
            ages.computeIfAbsent(each.topic(), this::age)
                    .record(Math.max(0, now - each.timestamp()), TimeUnit.MILLISECONDS);
        }
    }

    void repeated(String consumer, int count) {
        InboxMeter.REPEATED.counter(meters, consumer).increment(count);
    }

    private Timer age(String topic) {
        return InboxMeter.AGE.timer(topic).serviceLevelObjectives(BUCKETS).register(meters);
    }
}
