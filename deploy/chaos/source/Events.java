import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints "id item version" for each ItemCaptured that is on the topic now: Events BOOTSTRAP_SERVERS. */
final class Events {

    private static final Pattern ITEM = Pattern.compile("\"item_id\":\"([^\"]+)\"");
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");

    private Events() {}

    public static void main(String[] arguments) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", arguments[0]));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("colophon.items").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(Events::print);
            }
        }
    }

    private static void print(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || !header(record, "ce_type").equals("dev.colophon.item.captured.v1")) {
            return;
        }
        String value = new String(record.value(), StandardCharsets.UTF_8);
        System.out.println(header(record, "ce_id") + " " + found(ITEM, value) + " " + found(VERSION, value));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String found(Pattern pattern, String value) {
        Matcher matcher = pattern.matcher(value);
        return matcher.find() ? matcher.group(1) : "?";
    }
}
