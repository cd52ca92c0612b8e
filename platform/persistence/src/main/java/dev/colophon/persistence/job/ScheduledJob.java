package dev.colophon.persistence.job;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Work that is done at times, by one instance of the service at a time however many there are. Declare a bean.
 *
 * <p>A time that was missed, because no instance ran or the one that did died, is made up for once. What fails is tried
 * again with growing pauses, at the latest at the next time. The run is cancelled when its instance stops or loses its
 * lock, and then begins anew elsewhere: a job can be broken off at any point.
 */
public interface ScheduledJob {

    /** What operators call it: lower case with hyphens, unique within the service. */
    String name();

    /** One sentence for operators. */
    String description();

    Schedule schedule();

    Mono<JobResult> run(JobRun run);

    /** A job from its parts. */
    static ScheduledJob of(String name, String description, Schedule schedule, Function<JobRun, Mono<JobResult>> work) {
        return new ScheduledJob() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return description;
            }

            @Override
            public Schedule schedule() {
                return schedule;
            }

            @Override
            public Mono<JobResult> run(JobRun run) {
                return work.apply(run);
            }
        };
    }

    /** A job that counts what it removed, or changed. */
    static ScheduledJob counting(String name, String description, Schedule schedule, String counted, Mono<Long> work) {
        return of(
                name, description, schedule, run -> work.defaultIfEmpty(0L).map(count -> JobResult.of(counted, count)));
    }
}
