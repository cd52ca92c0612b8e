package dev.colophon.persistence.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Figures about scheduled work, as {@link JobMeter} says. Gauges are made of the database's rows, so that all instances tell the same; durations are
 * those of this instance's runs.
 */
final class JobMetrics implements MeterBinder {

    private final List<String> jobs;
    private final Map<String, JobState> states = new ConcurrentHashMap<>();
    private volatile @Nullable MeterRegistry registry;

    JobMetrics(List<String> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    void seen(List<JobState> seen) {
        seen.forEach(state -> states.put(state.job(), state));
    }

    void ran(String job, JobOutcome outcome, Duration took) {
        MeterRegistry meters = registry;
        if (meters != null) {
            JobMeter.DURATION.timer(job, outcome.wireName()).register(meters).record(took);
        }
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        registry = meters;
        for (String job : jobs) {
            gauge(JobMeter.LAST_SUCCESS_AGE, meters, job, JobMetrics::age);
            gauge(JobMeter.OVERDUE, meters, job, JobMetrics::overdue);
            gauge(JobMeter.FAILURES, meters, job, JobState::failures);
            gauge(JobMeter.RUNNING, meters, job, state -> state.running() ? 1 : 0);
        }
    }

    private void gauge(JobMeter meter, MeterRegistry meters, String job, ToDoubleFunction<JobState> value) {
        meter.gauge(
                meters,
                states,
                all -> {
                    JobState state = all.get(job);
                    return state == null ? 0 : value.applyAsDouble(state);
                },
                job);
    }

    private static double age(JobState state) {
        return seconds(Duration.between(
                state.lastSuccessAt() == null ? state.createdAt() : state.lastSuccessAt(), state.now()));
    }

    private static double overdue(JobState state) {
        return state.dueAt() == null || state.running() ? 0 : seconds(Duration.between(state.dueAt(), state.now()));
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis() / 1_000.0);
    }
}
