package dev.colophon.ai.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.colophon.ai.provider.Integrations;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.testing.TestBroker;
import dev.colophon.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatusCode;

class ConfigurationFollowerIT {

    private static final Map<String, Object> BROKER =
            Map.of("bootstrap.servers", TestBroker.shared().bootstrapServers());
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static KafkaProducer<String, byte[]> producer;

    private final ClientId client = new ClientId(Ids.newId());
    private final UUID first = Ids.newId();
    private final UUID second = Ids.newId();

    @BeforeAll
    static void connect() throws Exception {
        producer = new KafkaProducer<>(BROKER, new StringSerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(BROKER)) {
            admin.createTopics(List.of(new NewTopic(Topic.CONFIGURATION.topicName(), 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void disconnect() {
        producer.close();
    }

    @Test
    void knowsWhatWasConfiguredBeforeAndFollowsChangesAndDeletions() throws Exception {
        configure("integration/" + first, integration(first).fallback(second).values());
        configure("integration/" + second, integration(second).fallback(first).values());
        configure("configuration/models", Map.of("default", first.toString()));
        configure("configuration/policies", Map.of("on_limit", "degrade", "fallback_to_local", false));
        configure("integration/" + client, Map.of("type", "openai"));
        put("nonsense", "what is this".getBytes(StandardCharsets.UTF_8));
        ClientAccounts accounts = new ClientAccounts();
        ConfigurationFollower follower = new ConfigurationFollower(ConfigurationFollowerIT::consumer, accounts);

        assertThat(follower.isCaughtUp()).isFalse();
        assertThatThrownBy(() -> accounts.chain(client, "chat"))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> assertThat(
                                refusal.problem().status())
                        .extracting(HttpStatusCode::value)
                        .isEqualTo(503));
        follower.start();
        try {
            accounts.areKnown().block(Duration.ofSeconds(30));
            assertThat(follower.isCaughtUp()).isTrue();

            assertThat(accounts.chain(client, "chat"))
                    .extracting(Integration::id)
                    .containsExactly(first, second);
            assertThat(accounts.integrations(client)).hasSize(2);
            assertThat(accounts.policies(client)).isEqualTo(new Policies(Policies.OnLimit.DEGRADE, false));
            assertThat(CONNECTIONS).hasValueGreaterThan(1);

            put(client + "/integration/" + first, null);
            configure("configuration/models", Map.of("default", first.toString(), "chat", second.toString()));

            await().untilAsserted(() -> assertThat(accounts.chain(client, "chat"))
                    .extracting(Integration::id)
                    .containsExactly(second));
            await().untilAsserted(() ->
                    assertThat(accounts.integration(client, first)).isEmpty());
        } finally {
            follower.stop();
        }
    }

    /** The first connection fails, as it does while a broker starts. */
    private static KafkaConsumer<String, byte[]> consumer() {
        if (CONNECTIONS.getAndIncrement() == 0) {
            throw new IllegalStateException("no broker yet");
        }
        return new KafkaConsumer<>(BROKER, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Integrations integration(UUID id) {
        return Integrations.chatting("openai", null, "gpt-4o-mini").id(id);
    }

    private void configure(String kind, Map<String, @Nullable Object> values) throws Exception {
        ClientConfigured payload = new ClientConfigured(client, kind, 1, values, Instant.now());
        Event<ClientConfigured> event =
                new Event<>(Ids.newId(), "/test", Instant.now(), payload, null, null, null, null);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                Topic.CONFIGURATION.topicName(),
                payload.key(),
                EventCodec.payloadJson(payload).getBytes(StandardCharsets.UTF_8));
        EventCodec.headers(event)
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    private static void put(String key, byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(Topic.CONFIGURATION.topicName(), key, value))
                .get();
    }
}
