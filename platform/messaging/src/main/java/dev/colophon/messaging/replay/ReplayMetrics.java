package dev.colophon.messaging.replay;

import dev.colophon.events.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What replays do, in figures; by topic, of which there are nine. */
final class ReplayMetrics {

    private final MeterRegistry meters;
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong paused = new AtomicLong();
    private final AtomicLong behind = new AtomicLong();

    ReplayMetrics(MeterRegistry meters) {
        this.meters = meters;
        ReplayMeter.RUNNING.gauge(meters, running, AtomicLong::doubleValue);
        ReplayMeter.PAUSED.gauge(meters, paused, AtomicLong::doubleValue);
        ReplayMeter.BEHIND.gauge(meters, behind, AtomicLong::doubleValue);
    }

    void handled(Topic topic, Replay.Counts counts) {
        count(topic, "worked", counts.matched() - counts.unchanged() - counts.failed());
        count(topic, "unchanged", counts.unchanged());
        count(topic, "failed", counts.failed());
        count(topic, "passed_over", counts.read() - counts.matched());
    }

    private void count(Topic topic, String outcome, long events) {
        Counter read = ReplayMeter.EVENTS.counter(meters, topic.topicName(), outcome);
        read.increment(Math.max(0, events));
    }

    void stand(List<Replay> unfinished) {
        List<Replay> active =
                unfinished.stream().filter(replay -> replay.status().isActive()).toList();
        running.set(active.size());
        paused.set(unfinished.size() - active.size());
        behind.set(active.stream().mapToLong(Replay::behind).sum());
    }
}
