package dev.colophon.ops.broker;

import dev.colophon.messaging.topic.TopicAdmin;
import dev.colophon.messaging.topic.TopicDeviation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Topics and consumers as the broker sees them. An answer takes a few seconds at most and says what is missing in it; those
 * who ask at the same time share one.
 */
public final class BrokerView {

    private static final String OURS = "colophon.";
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    private final Admin admin;
    private final TopicAdmin topicAdmin;
    private final FirstUnread firstUnread;
    private final Clock clock;
    private final Mono<TopicsView> topics;
    private volatile @Nullable Ends last;

    public BrokerView(Admin admin, TopicAdmin topicAdmin, ConsumerFactory<String, byte[]> consumers, Clock clock) {
        this.admin = admin;
        this.topicAdmin = topicAdmin;
        this.firstUnread = new FirstUnread(consumers);
        this.clock = clock;
        this.topics = Mono.fromCallable(this::look)
                .subscribeOn(Schedulers.boundedElastic())
                .cache(view -> FRESH, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** All topics of this installation with those that read them. */
    public Mono<TopicsView> topics() {
        return topics;
    }

    /** How some groups stand with the topics that they read. */
    public Mono<List<ConsumerStanding>> consumers(Collection<String> groups) {
        return Mono.fromCallable(() -> {
                    BrokerLook look = new BrokerLook(admin, firstUnread, clock, PATIENCE);
                    return look.consumers(
                            groups::contains,
                            look.topics(name -> name.startsWith(OURS)).keySet());
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private TopicsView look() throws ExecutionException, InterruptedException, TimeoutException {
        BrokerLook look = new BrokerLook(admin, firstUnread, clock, PATIENCE);
        Map<String, List<TopicPartition>> found = look.topics(name -> name.startsWith(OURS));
        List<TopicPartition> partitions =
                found.values().stream().flatMap(List::stream).toList();
        Map<TopicPartition, Long> begins = look.offsets(partitions, OffsetSpec.earliest());
        Ends first = firstLook(look, partitions);
        List<String> missing = new ArrayList<>();
        List<ConsumerStanding> consumers = consumers(look, found.keySet(), missing);
        Map<String, List<String>> deviations = deviations(missing);
        Map<String, Map<String, String>> configurations = configurations(found.keySet(), missing);
        Ends now = secondLook(look, partitions, first);
        Map<String, Double> rates = first.ratesUntil(now);
        missing.addAll(look.missing());
        List<TopicStanding> items = found.entrySet().stream()
                .map(topic -> new TopicStanding(
                        topic.getKey(),
                        topic.getValue().size(),
                        records(topic.getValue(), begins, now),
                        retention(configurations.getOrDefault(topic.getKey(), Map.of())),
                        configurations.getOrDefault(topic.getKey(), Map.of()).get("cleanup.policy"),
                        rates.get(topic.getKey()),
                        deviations.getOrDefault(topic.getKey(), List.of()),
                        consumers.stream()
                                .filter(one -> one.topic().equals(topic.getKey()))
                                .toList()))
                .toList();
        return new TopicsView(items, missing.isEmpty(), missing);
    }

    private Ends firstLook(BrokerLook look, List<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Ends before = last;
        return before != null && before.isUsableAt(System.nanoTime()) ? before : ends(look, partitions);
    }

    private Ends secondLook(BrokerLook look, List<TopicPartition> partitions, Ends first)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (!first.isUsableAt(System.nanoTime())) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        Ends now = ends(look, partitions);
        last = now;
        return now;
    }

    private static Ends ends(BrokerLook look, List<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        return new Ends(System.nanoTime(), look.offsets(partitions, OffsetSpec.latest()));
    }

    private static List<ConsumerStanding> consumers(BrokerLook look, Set<String> topics, List<String> missing)
            throws InterruptedException {
        try {
            return look.consumers(ConsumerKind::isWatched, topics);
        } catch (ExecutionException | TimeoutException e) {
            missing.add("consumers: " + e.getClass().getSimpleName());
            return List.of();
        }
    }

    private Map<String, List<String>> deviations(List<String> missing) throws InterruptedException {
        try {
            return topicAdmin.deviations().stream()
                    .collect(Collectors.groupingBy(
                            TopicDeviation::topic,
                            Collectors.mapping(
                                    one -> one.setting() + " is " + one.found() + ", declared is " + one.declared(),
                                    Collectors.toList())));
        } catch (ExecutionException | TimeoutException e) {
            missing.add("deviations: " + e.getClass().getSimpleName());
            return Map.of();
        }
    }

    private Map<String, Map<String, String>> configurations(Set<String> topics, List<String> missing)
            throws InterruptedException {
        List<ConfigResource> asked = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try {
            return admin
                    .describeConfigs(asked)
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(found -> found.getKey().name(), found -> shown(found.getValue())));
        } catch (ExecutionException | TimeoutException e) {
            missing.add("configurations: " + e.getClass().getSimpleName());
            return Map.of();
        }
    }

    private static Map<String, String> shown(Config config) {
        return Stream.of("retention.ms", "cleanup.policy")
                .filter(name -> config.get(name) != null && config.get(name).value() != null)
                .collect(Collectors.toMap(name -> name, name -> config.get(name).value()));
    }

    private static @Nullable Long retention(Map<String, String> configuration) {
        String milliseconds = configuration.get("retention.ms");
        boolean deletes = configuration.getOrDefault("cleanup.policy", "").contains("delete");
        return milliseconds == null || !deletes || milliseconds.startsWith("-") ? null : Long.valueOf(milliseconds);
    }

    private static long records(List<TopicPartition> partitions, Map<TopicPartition, Long> begins, Ends ends) {
        return partitions.stream()
                .mapToLong(partition -> Ends.lag(
                        null, begins.getOrDefault(partition, 0L), ends.offsets().getOrDefault(partition, 0L)))
                .sum();
    }
}
