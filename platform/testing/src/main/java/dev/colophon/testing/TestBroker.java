package dev.colophon.testing;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.kafka.KafkaContainer;

/** One Kafka broker (KRaft) per JVM. */
public final class TestBroker {

    private static final class Holder {
        private static final TestBroker SHARED = new TestBroker(Docker.runs() ? container() : embedded());
    }

    private final String bootstrapServers;

    private TestBroker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public static TestBroker shared() {
        return Holder.SHARED;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    private static String embedded() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("log.cleaner.dedupe.buffer.size", "2097152");
        broker.brokerProperty("offsets.topic.num.partitions", "1");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
        return broker.getBrokersAsString();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it afterwards
    private static String container() {
        KafkaContainer container = new KafkaContainer("apache/kafka:3.9.2")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        return container.getBootstrapServers();
    }
}
