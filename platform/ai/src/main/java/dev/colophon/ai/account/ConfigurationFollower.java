package dev.colophon.ai.account;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Topic;
import dev.colophon.events.UnreadableEventException;
import dev.colophon.events.configuration.ClientConfigured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps {@link ClientAccounts} as the configuration topic says: reads all partitions from their beginning, without a group,
 * and follows them. Every instance knows everything, also after a restart with an empty memory. A broker that is away is
 * asked again for ever.
 */
public final class ConfigurationFollower implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFollower.class);
    private static final String TOPIC = Topic.CONFIGURATION.topicName();
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(10);
    private static final long SHORTEST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 10_000;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final ClientAccounts accounts;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Map<TopicPartition, Long> ends;
    private volatile @Nullable Consumer<String, byte[]> connected;
    private volatile @Nullable Thread thread;
    private volatile boolean caughtUp;

    ConfigurationFollower(Supplier<Consumer<String, byte[]>> consumers, ClientAccounts accounts) {
        this.consumers = consumers;
        this.accounts = accounts;
        accounts.areBeingRead();
    }

    /** Whether everything that was on the topic at start has been read. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void start() {
        Thread follower = new Thread(this::followForEver, "configuration-follower");
        follower.setDaemon(true);
        thread = follower;
        follower.start();
    }

    @Override
    public void stop() {
        stopping.countDown();
        Consumer<String, byte[]> consumer = connected;
        if (consumer != null) {
            consumer.wakeup();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void followForEver() {
        long pause = SHORTEST_PAUSE;
        while (!stops(0)) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                connected = consumer;
                assign(consumer);
                pause = SHORTEST_PAUSE;
                follow(consumer);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the configuration topic cannot be read, again in {} ms: {}", pause, e.toString());
                stops(pause);
                pause = Math.min(LONGEST_PAUSE, pause * 2);
            } finally {
                connected = null;
            }
        }
    }

    private boolean stops(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void assign(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, BROKER_PATIENCE).stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("there is no topic " + TOPIC);
        }
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long read = positions.get(partition);
            if (read == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, read);
            }
        }
        if (ends == null) {
            ends = consumer.endOffsets(partitions, BROKER_PATIENCE);
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        while (!stops(0)) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record);
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            if (!caughtUp && hasCaughtUp(consumer)) {
                caughtUp = true;
                accounts.areRead();
                LOG.info("knows the configuration of all clients");
            }
        }
    }

    private boolean hasCaughtUp(Consumer<String, byte[]> consumer) {
        Map<TopicPartition, Long> seen = ends;
        return seen != null
                && seen.entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey(), BROKER_PATIENCE) >= end.getValue());
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                forget(record.key());
            } else {
                EventCodec.read(record.headers(), record.value()).ifPresent(event -> {
                    if (event.payload() instanceof ClientConfigured configured) {
                        accounts.apply(configured);
                    }
                });
            }
        } catch (UnreadableEventException | IllegalArgumentException e) {
            LOG.warn(
                    "skips what is no configuration, partition {} offset {}: {}",
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    /** The key of a deleted configuration is all that is left of it. */
    private void forget(@Nullable String key) {
        int slash = key == null ? -1 : key.indexOf('/');
        if (key == null || slash < 0) {
            throw new IllegalArgumentException("a tombstone without a client");
        }
        accounts.remove(ClientId.of(key.substring(0, slash)), key.substring(slash + 1));
    }
}
