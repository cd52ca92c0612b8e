package dev.colophon.messaging.deadletter;

import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.JobRun;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Forgets dead letters that the broker has forgotten. */
final class DeadLetterExpiry implements ScheduledJob {

    private static final long TIMEOUT_SECONDS = 20;

    private final DeadLetterStore store;
    private final Admin admin;

    DeadLetterExpiry(DeadLetterStore store, Admin admin) {
        this.store = store;
        this.admin = admin;
    }

    @Override
    public String name() {
        return "dead-letters-expiry";
    }

    @Override
    public String description() {
        return "Forgets dead letters that the broker has not any more";
    }

    @Override
    public Schedule schedule() {
        return Schedule.every(Duration.ofHours(1));
    }

    @Override
    public Mono<JobResult> run(JobRun run) {
        return store.letterTopics()
                .flatMap(topics -> Mono.fromCallable(() -> begins(topics)).subscribeOn(Schedulers.boundedElastic()))
                .flatMapMany(begins -> Flux.fromIterable(begins.entrySet()))
                .concatMap(begin -> store.removeBefore(
                        begin.getKey().topic(), begin.getKey().partition(), begin.getValue()))
                .reduce(0L, Long::sum)
                .map(removed -> JobResult.of("removed", removed));
    }

    /** The first offset of each partition that the broker has. */
    private Map<TopicPartition, Long> begins(List<String> topics) throws Exception {
        Set<String> existing = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<String> present = topics.stream().filter(existing::contains).toList();
        Map<TopicPartition, OffsetSpec> asked =
                admin.describeTopics(present).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest()));
        return admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }
}
