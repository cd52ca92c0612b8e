package dev.colophon.testing;

import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Jobs of every kind; what they did is told across the instances within this JVM. */
@Configuration(proxyBeanMethods = false)
class SampleJobs {

    static final Map<String, Queue<String>> RUNS = new ConcurrentHashMap<>();
    static final AtomicInteger AT_ONCE = new AtomicInteger();
    static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

    private final String instance;

    SampleJobs(@Value("${colophon.test.instance:first}") String instance) {
        this.instance = instance;
    }

    static Queue<String> runs(String job) {
        return RUNS.computeIfAbsent(job, name -> new ConcurrentLinkedQueue<>());
    }

    @Bean
    ScheduledJob ticking() {
        return job(
                "ticking",
                Schedule.every(Duration.ofMillis(200)),
                Mono.delay(Duration.ofMillis(100))
                        .doFirst(() -> MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max))
                        .doFinally(signal -> AT_ONCE.decrementAndGet())
                        .thenReturn(JobResult.of("ticks", 1)));
    }

    @Bean
    ScheduledJob nightly() {
        return job("nightly", Schedule.cron("0 30 2 * * *"), Mono.just(JobResult.of("projects", 7)));
    }

    @Bean
    ScheduledJob failing() {
        return job("failing", Schedule.cron("-"), Mono.error(new IllegalStateException("no luck\u0000")));
    }

    @Bean
    ScheduledJob idle() {
        return job("idle", Schedule.cron("-"), Mono.just(JobResult.skipped("the queue is long")));
    }

    @Bean
    ScheduledJob lasting() {
        return job(
                "lasting", Schedule.cron("-"), Mono.delay(Duration.ofSeconds(4)).thenReturn(JobResult.of("slept", 4)));
    }

    /** Never ends on the second instance. */
    @Bean
    ScheduledJob handedOver() {
        return job(
                "handed-over",
                Schedule.cron("-"),
                instance.equals("second") ? Mono.never() : Mono.just(JobResult.of("by", instance)));
    }

    private ScheduledJob job(String name, Schedule schedule, Mono<JobResult> work) {
        return ScheduledJob.of(
                name, "A sample", schedule, run -> work.doFirst(() -> runs(name).add(instance)));
    }
}
