package dev.colophon.persistence.job;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Figures about scheduled work. Gauges are made of the database's rows, so that all instances tell the same; durations are
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
            Timer.builder("colophon.job.duration")
                    .description("How long runs of jobs took, on this instance")
                    .tag("job", job)
                    .tag("outcome", outcome.wireName())
                    .register(meters)
                    .record(took);
        }
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        registry = meters;
        for (String job : jobs) {
            gauge(
                    meters,
                    job,
                    "last.success.age",
                    "seconds",
                    "Since a job last succeeded, or was made",
                    JobMetrics::age);
            gauge(meters, job, "overdue", "seconds", "For how long a job has been due", JobMetrics::overdue);
            gauge(meters, job, "failures", null, "Failures of a job in a row", JobState::failures);
            gauge(meters, job, "running", null, "1 while some instance runs the job", state -> state.running() ? 1 : 0);
        }
    }

    private void gauge(
            MeterRegistry meters,
            String job,
            String name,
            @Nullable String unit,
            String description,
            ToDoubleFunction<JobState> value) {
        Gauge.builder("colophon.job." + name, states, all -> {
                    JobState state = all.get(job);
                    return state == null ? 0 : value.applyAsDouble(state);
                })
                .baseUnit(unit)
                .description(description)
                .tag("job", job)
                .register(meters);
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
