package dev.colophon.standalone.broker;

import dev.colophon.standalone.state.FreshDirectory;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker and controller (KRaft) in this JVM. What it acknowledged survives a killed launcher: the logs are
 * kept in the given directory and recovered at the next start.
 */
public final class Broker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final BrokerPorts ports;

    private Broker(KafkaRaftServer server, BrokerPorts ports) {
        this.server = server;
        this.ports = ports;
    }

    /**
     * Starts on loopback, formatting {@code directory} where it is new, and returns when clients can connect.
     *
     * @throws IllegalStateException where the directory cannot be formatted
     */
    public static Broker start(Path directory, BrokerPorts ports) {
        FreshDirectory.make(directory, Broker::format);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties(directory, ports), false), Time.SYSTEM);
        server.startup();
        return new Broker(server, ports);
    }

    public String bootstrapServers() {
        return ports.bootstrapServers();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Properties properties(Path directory, BrokerPorts ports) {
        Properties properties = new Properties();
        properties.put("node.id", "1");
        properties.put("process.roles", "broker,controller");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.broker() + ",CONTROLLER://127.0.0.1:" + ports.controller());
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.broker());
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", directory.toString());
        single(properties);
        small(properties);
        return properties;
    }

    /** One broker: nothing to replicate to, nobody to wait for. */
    private static void single(Properties properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // after a kill the broker may register again only when its former session has ended
        properties.put("broker.session.timeout.ms", "4000");
        properties.put("broker.heartbeat.interval.ms", "500");
    }

    /** A small heap and two cores. */
    private static void small(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("log.cleaner.enable", "true");
        properties.put("log.cleaner.dedupe.buffer.size", "16777216");
        properties.put("log.cleaner.io.buffer.size", "262144");
        properties.put("log.index.size.max.bytes", "2097152");
        properties.put("socket.request.max.bytes", "20971520");
    }
}
