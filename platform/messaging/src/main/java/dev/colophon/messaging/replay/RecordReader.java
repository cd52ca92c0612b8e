package dev.colophon.messaging.replay;

import dev.colophon.messaging.Courtesy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range from where the replay stands, with a consumer that belongs to no group and commits nothing. While a batch
 * is handled the next one is read and parsed, so that two batches at most are in memory.
 */
final class RecordReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int WORTH_SHARING = 200;

    private final Consumer<String, byte[]> consumer;
    private final RecordFilter filter;
    private final Courtesy courtesy;
    private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "replay-reader");
        made.setDaemon(true);
        made.setPriority(Thread.MIN_PRIORITY);
        return made;
    });
    private @Nullable Future<Batch> next;

    RecordReader(
            Consumer<String, byte[]> consumer,
            RecordFilter filter,
            String topic,
            List<PartitionRange> ranges,
            Courtesy courtesy) {
        this.consumer = consumer;
        this.filter = filter;
        this.courtesy = courtesy;
        List<TopicPartition> assigned = new ArrayList<>();
        for (PartitionRange range : ranges) {
            if (!range.isRead()) {
                TopicPartition partition = new TopicPartition(topic, range.partition());
                assigned.add(partition);
                ends.put(partition, range.to());
                read.put(partition, range.position());
            }
        }
        consumer.assign(assigned);
        ranges.stream()
                .filter(range -> !range.isRead())
                .forEach(range -> consumer.seek(new TopicPartition(topic, range.partition()), range.position()));
    }

    /** The batch after the last one; empty where the broker has nothing at the moment, or all is read. */
    Batch next() throws InterruptedException {
        Future<Batch> current = next == null ? read() : next;
        try {
            Batch batch = current.get();
            next = read();
            return batch;
        } catch (ExecutionException e) {
            next = null;
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
        }
    }

    private Future<Batch> read() {
        return thread.submit(this::poll);
    }

    private Batch poll() throws InterruptedException {
        if (ends.isEmpty()) {
            return new Batch(List.of(), Map.of(), 0);
        }
        ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
        Map<Integer, Long> positions = new LinkedHashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            long end = ends.getOrDefault(partition, 0L);
            polled.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .forEach(records::add);
            moved(partition, positions);
        }
        // where compaction left a gap the consumer moves on without giving a record
        new ArrayList<>(ends.keySet()).forEach(partition -> moved(partition, positions));
        return new Batch(entries(records), positions, records.size());
    }

    private void moved(TopicPartition partition, Map<Integer, Long> positions) {
        Long end = ends.get(partition);
        if (end == null) {
            return;
        }
        long position = Math.min(end, consumer.position(partition));
        if (position != read.getOrDefault(partition, -1L)) {
            read.put(partition, position);
            positions.put(partition.partition(), position);
        }
        if (position >= end) {
            ends.remove(partition);
            consumer.pause(List.of(partition));
        }
    }

    private List<Entry> entries(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        if (records.size() >= WORTH_SHARING && courtesy.isAlone()) {
            return entries(records, IntStream.range(0, records.size()).parallel());
        }
        List<Entry> entries = new ArrayList<>();
        for (int from = 0; from < records.size(); from += WORTH_SHARING) {
            long begun = System.nanoTime();
            entries.addAll(entries(records, IntStream.range(from, Math.min(records.size(), from + WORTH_SHARING))));
            courtesy.rest(Duration.ofNanos(System.nanoTime() - begun));
        }
        return entries;
    }

    private List<Entry> entries(List<ConsumerRecord<String, byte[]>> records, IntStream numbers) {
        return numbers.mapToObj(i -> filter.entry(records.get(i), i + 1))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        consumer.wakeup();
        thread.execute(() -> {
            try {
                consumer.close(Duration.ofSeconds(2));
            } catch (WakeupException e) {
                consumer.close(Duration.ZERO);
            }
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
