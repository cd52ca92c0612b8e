package dev.colophon.messaging.topic;

import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.JobRun;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Compares topics with what is declared for them, once a day: somebody may have changed how long events are kept. */
final class TopicCheck implements ScheduledJob {

    private final TopicAdmin topics;
    private final AtomicInteger deviations = new AtomicInteger();

    TopicCheck(TopicAdmin topics, MeterRegistry meters) {
        this.topics = topics;
        TopicMeter.DEVIATIONS.gauge(meters, deviations, AtomicInteger::get);
    }

    @Override
    public String name() {
        return "topic-check";
    }

    @Override
    public String description() {
        return "Compares how topics are kept with what is declared for them";
    }

    @Override
    public Schedule schedule() {
        return Schedule.cron("0 15 3 * * *");
    }

    @Override
    public Mono<JobResult> run(JobRun run) {
        return Mono.fromCallable(topics::deviations)
                .subscribeOn(Schedulers.boundedElastic())
                .map(this::result);
    }

    private JobResult result(List<TopicDeviation> found) {
        deviations.set(found.size());
        return JobResult.of(Map.of(
                "deviations", found.size(),
                "details", found.stream().map(TopicDeviation::toString).toList()));
    }
}
