package dev.colophon.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.standalone.state.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {

    @TempDir
    private Path root;

    @Test
    void keepsMessagesOverARestart() throws Exception {
        Path directory = root.resolve("kafka");
        try (Broker broker = Broker.start(directory, ports())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("notes", Optional.of(1), Optional.empty())
                                .configs(Map.of("cleanup.policy", "compact"))))
                        .all()
                        .get();
            }
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.send(new ProducerRecord<>("notes", "key", "kept")).get();
            }
        }

        try (Broker broker = Broker.start(directory, ports())) {
            assertThat(read(broker)).containsExactly("kept");
        }
    }

    private BrokerPorts ports() {
        Ports ports = Ports.rememberedIn(root.resolve("ports"));
        return new BrokerPorts(ports.of("broker"), ports.of("controller"));
    }

    private static List<String> read(Broker broker) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("notes", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> values.add(message.value()));
                return !values.isEmpty();
            });
        }
        return values;
    }
}
