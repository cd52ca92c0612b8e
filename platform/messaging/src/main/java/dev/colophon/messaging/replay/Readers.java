package dev.colophon.messaging.replay;

import dev.colophon.messaging.Courtesy;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.core.ConsumerFactory;

/** Makes the consumers of replays. */
final class Readers {

    private static final int MAX_RECORDS = 1_000;

    private final ConsumerFactory<String, byte[]> consumers;
    private final Courtesy courtesy;
    private final ReplayProperties settings;

    Readers(ConsumerFactory<String, byte[]> consumers, Courtesy courtesy, ReplayProperties settings) {
        this.consumers = consumers;
        this.courtesy = courtesy;
        this.settings = settings;
    }

    RecordReader open(ReplayRequest request, Replayable replayable, List<PartitionRange> ranges) {
        int bytes = Math.toIntExact(settings.fetch().toBytes());
        Properties changed = new Properties();
        changed.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, String.valueOf(MAX_RECORDS));
        changed.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, String.valueOf(bytes));
        changed.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(Math.max(bytes / 2, 1 << 20)));
        changed.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        changed.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        changed.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        changed.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        Consumer<String, byte[]> consumer = consumers.createConsumer(null, "", "-replay", changed);
        return new RecordReader(
                consumer, new RecordFilter(request, replayable), request.topic().topicName(), ranges, courtesy);
    }
}
