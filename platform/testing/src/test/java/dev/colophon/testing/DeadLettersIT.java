package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.web.security.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
class DeadLettersIT {

    private static final String PATH = "/api/v1/ops/testing/dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    /** One event in eleven; at least 200, a page. */
    private static final int BAD = Integer.getInteger("colophon.test.dead-letters", 300);

    @Autowired
    ClientTransactions transactions;

    @Autowired
    EventsProbe events;

    @Autowired
    Producer<String, byte[]> producer;

    @Autowired
    Notes notes;

    @Autowired
    NoteListener listener;

    @Autowired
    WorkQueue queue;

    @Autowired
    MeterRegistry meters;

    @Autowired
    WebTestClient http;

    private final UUID client = UUID.randomUUID();

    @Test
    void handlesTheGoodEventsAndKeepsTheBadOnesUntilTheyAreMended() {
        for (int i = 0; i < 11 * BAD; i++) {
            send(project(i % 11 == 5 ? "poison " + i : "good " + i));
        }
        producer.flush();

        await().atMost(PATIENCE).until(() -> count() == 10 * BAD);
        await().atMost(PATIENCE).until(() -> waiting() == BAD);
        JsonNode causes = get("/causes?client_id=" + client).path("items");
        assertThat(causes).hasSize(1);
        assertThat(causes.get(0).path("count").asInt()).isEqualTo(BAD);
        assertThat(causes.get(0).path("error_message").asText()).isEqualTo("cannot digest poison <n>");
        assertThat(causes.get(0).path("topic").asText()).isEqualTo("colophon.projects");

        String all =
                "{\"filter\":{\"client_id\":\"%s\",\"error\":\"IllegalStateException\"},\"max_per_second\":2000%s}";
        JsonNode preview = post("/redrive", all.formatted(client, ",\"dry_run\":true"), 200);
        assertThat(preview.path("count").asInt()).isEqualTo(BAD);
        assertThat(count()).isEqualTo(10 * BAD);

        listener.cured.add(client);
        assertThat(post("/redrive", all.formatted(client, ",\"reason\":\"mended\""), 202)
                        .path("count")
                        .asInt())
                .isEqualTo(BAD);

        await().atMost(PATIENCE).until(() -> count() == 11 * BAD);
        await().atMost(PATIENCE).until(() -> list("state=redriven").size() == 200);
        await().until(() -> queue.depth("redrive").block() == 0);
        assertThat(waiting()).isZero();
        assertThat(list("state=queued")).isEmpty();
        JsonNode one = list("state=redriven").get(0);
        assertThat(one.path("changed_by").asText()).isEqualTo("test");
        assertThat(one.path("reason").asText()).isEqualTo("mended");
        assertThat(post("/" + one.path("id").asText() + "/redrive", "{\"force\":true}", 200)
                        .path("state")
                        .asText())
                .isEqualTo("redriven");
        assertThat(count()).as("handled once").isEqualTo(11 * BAD);
    }

    @Test
    void showsWhatALetterHoldsAndHandlesItMended() {
        UUID event = Ids.newId();
        ProjectCreated good = project("mended");
        Map<String, String> headers = headers(event, good);
        sendRaw(good.key(), headers, bytes("{not json"));
        String id = onlyOne("state=waiting").path("id").asText();

        JsonNode shown = get("/" + id);
        assertThat(shown.path("payload").asText()).isEqualTo("{not json");
        assertThat(shown.path("payload_encoding").asText()).isEqualTo("text");
        assertThat(shown.path("headers").path("ce_id").asText()).isEqualTo(event.toString());
        assertThat(shown.path("headers").path("dlt_service").asText()).isEqualTo("platform-test");
        assertThat(shown.path("dead_letter").path("topic").asText()).isEqualTo("colophon.projects.platform-test.dlt");
        assertThat(post("/" + id + "/redrive", "{}", 200).path("state").asText())
                .isEqualTo("waiting");

        String payload = EventCodec.payloadJson(good);
        JsonNode done = post("/" + id + "/redrive", "{\"payload\":" + payload + ",\"reason\":\"typing\"}", 200);

        assertThat(done.path("state").asText()).isEqualTo("redriven");
        assertThat(done.path("error").isNull()).isTrue();
        assertThat(count()).isEqualTo(1);
        assertThat(onlyOne("state=redriven").path("redrives").asInt()).isEqualTo(1);
        post("/" + id + "/redrive", "{}", 409);
        assertThat(events.records("colophon.projects"))
                .as("nothing is published again")
                .filteredOn(record -> good.key().equals(record.key()))
                .hasSize(1);
    }

    @Test
    void refusesWhatFailsAgainAndAgainUnlessForced() {
        send(project("poison for ever"));
        String id = onlyOne("state=waiting").path("id").asText();
        for (int i = 0; i < 3; i++) {
            JsonNode tried = post("/" + id + "/redrive", "{}", 200);
            assertThat(tried.path("error").asText()).isEqualTo("cannot digest poison for ever");
        }

        post("/" + id + "/redrive", "{}", 409);
        assertThat(post("/redrive", "{\"filter\":{\"client_id\":\"" + client + "\"}}", 202)
                        .path("count")
                        .asInt())
                .isZero();
        assertThat(post("/" + id + "/redrive", "{\"force\":true}", 200)
                        .path("state")
                        .asText())
                .isEqualTo("waiting");

        assertThat(onlyOne("state=waiting").path("redrives").asInt()).isEqualTo(4);
        assertThat(count()).isZero();
    }

    @Test
    void keepsGarbageAndLetsItBeDropped() {
        String key = client + "/garbage";
        sendRaw(
                key,
                Map.of("ce_type", "dev.colophon.project.created.v1", "ce_clientid", client.toString()),
                new byte[] {0, (byte) 0xff});
        sendRaw(key, Map.of("ce_type", "dev.colophon.project.created.v1", "ce_clientid", client.toString()), null);
        sendRaw(key, Map.of("ce_type", "dev.colophon.project.created.v1", "ce_clientid", "junk"), bytes("{}"));
        sendRaw(
                key,
                Map.of("ce_type", "dev.colophon.project.created.v1", "ce_clientid", client.toString()),
                bytes("x".repeat(900_000)));
        await().atMost(PATIENCE).until(() -> list("state=waiting").size() == 3);

        List<JsonNode> shown = list("state=waiting").stream()
                .map(letter -> get("/" + letter.path("id").asText()))
                .toList();
        assertThat(shown)
                .extracting(letter -> letter.path("payload_encoding").asText())
                .containsExactlyInAnyOrder("base64", "none", "text");
        assertThat(shown).anyMatch(letter -> letter.path("payload").asText().equals("AP8="));
        await().until(() -> StreamSupport.stream(get("?limit=200").path("items").spliterator(), false)
                .anyMatch(letter -> letter.path("key").asText().equals(key)
                        && letter.path("client_id").isNull()));

        String first = shown.get(0).path("id").asText();
        call(HttpMethod.DELETE, "/" + first + "?reason=noise", null, Role.OPERATOR)
                .expectStatus()
                .isNoContent();
        post("/drop", "{\"filter\":{\"client_id\":\"" + client + "\"},\"reason\":\"noise\"}", 200);

        assertThat(list("state=dropped"))
                .hasSize(3)
                .allMatch(letter -> letter.path("reason").asText().equals("noise"));
        assertThat(waiting()).isZero();
    }

    @Test
    void goesOnBehindARecordThatIsTooLargeForADeadLetter() {
        String name = "x".repeat(1_047_000);
        ProjectCreated large = project("poison " + name);
        sendRaw(large.key(), headers(Ids.newId(), large), bytes(EventCodec.payloadJson(large)));
        send(project("good behind it"));

        await().atMost(PATIENCE).until(() -> count() == 1);
        String id = onlyOne("state=waiting").path("id").asText();
        JsonNode shown = get("/" + id);
        assertThat(shown.at("/payload/name").asText())
                .as("read where it came from")
                .isEqualTo(large.name());
        assertThat(shown.path("headers").path("ce_clientid").asText()).isEqualTo(client.toString());
        assertThat(shown.path("headers").path("dlt_content_omitted").asText()).isEqualTo("true");
        assertThat(post("/" + id + "/redrive", "{}", 200).path("error").asText())
                .startsWith("cannot digest poison xxx");

        listener.cured.add(client);
        assertThat(post("/" + id + "/redrive", "{}", 200).path("state").asText())
                .isEqualTo("redriven");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void asksForAPayloadWhereWhatWasTooLargeIsGone() {
        send(project("poison that makes the topic"));
        String first = onlyOne("state=waiting").path("id").asText();
        ProjectCreated good = project("told once more");
        Map<String, String> headers = headers(Ids.newId(), good);
        headers.putAll(Map.of(
                "dlt_content_omitted", "true",
                "dlt_original_topic", "colophon.projects",
                "dlt_original_partition", "99",
                "dlt_original_offset", "7"));
        sendRaw("colophon.projects.platform-test.dlt", null, headers, null);
        await().atMost(PATIENCE).until(() -> list("state=waiting").size() == 2);
        String id = list("state=waiting").stream()
                .map(letter -> letter.path("id").asText())
                .filter(letter -> !letter.equals(first))
                .findFirst()
                .orElseThrow();

        assertThat(post("/" + id + "/redrive", "{}", 200).path("error").asText())
                .isEqualTo("the event was too large to be kept, and the broker has it no more: give a payload");
        assertThat(post("/" + id + "/redrive", "{\"payload\":" + EventCodec.payloadJson(good) + "}", 200)
                        .path("state")
                        .asText())
                .isEqualTo("redriven");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void showsDeadLettersToOperatorsAlone() {
        call(HttpMethod.GET, "", null, Role.ADMIN).expectStatus().isForbidden();
        call(HttpMethod.GET, "?state=lost", null, Role.OPERATOR).expectStatus().isBadRequest();
        call(HttpMethod.GET, "/" + UUID.randomUUID(), null, Role.OPERATOR)
                .expectStatus()
                .isNotFound();
        post("/redrive", "{}", 422);
        post("/" + UUID.randomUUID() + "/redrive", "{}", 404);
    }

    @Test
    void countsWhatWaits() {
        send(project("poison counted"));
        onlyOne("state=waiting");

        await().untilAsserted(() -> {
            assertThat(meters.get("colophon.dead.letters.waiting")
                            .tag("topic", "colophon.projects")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(meters.get("colophon.dead.letters.oldest.age")
                            .tag("topic", "colophon.projects")
                            .gauge()
                            .value())
                    .isPositive();
        });
    }

    private long waiting() {
        return StreamSupport.stream(
                        get("/causes?state=waiting&client_id=" + client)
                                .path("items")
                                .spliterator(),
                        false)
                .mapToLong(cause -> cause.path("count").asLong())
                .sum();
    }

    private JsonNode onlyOne(String filter) {
        return await().atMost(PATIENCE)
                .until(() -> list(filter), found -> found.size() == 1)
                .get(0);
    }

    private List<JsonNode> list(String filter) {
        return StreamSupport.stream(
                        get("?limit=200&client_id=" + client + "&" + filter)
                                .path("items")
                                .spliterator(),
                        false)
                .toList();
    }

    private JsonNode get(String path) {
        return body(
                call(HttpMethod.GET, path, null, Role.OPERATOR).expectStatus().isOk());
    }

    private JsonNode post(String path, String json, int status) {
        return body(
                call(HttpMethod.POST, path, json, Role.OPERATOR).expectStatus().isEqualTo(status));
    }

    private static JsonNode body(WebTestClient.ResponseSpec response) {
        return response.expectBody(JsonNode.class).returnResult().getResponseBody();
    }

    private WebTestClient.ResponseSpec call(HttpMethod method, String path, @Nullable String json, Role role) {
        WebTestClient.RequestBodySpec request = http.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(8 << 20))
                .build()
                .method(method)
                .uri(PATH + path)
                .header("Authorization", TestTokens.bearer(UUID.randomUUID(), role));
        return json == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(json)
                        .exchange();
    }

    private long count() {
        Long count = transactions.inClient(client, notes.count()).block();
        return count == null ? 0 : count;
    }

    private void send(ProjectCreated project) {
        sendRaw(project.key(), headers(Ids.newId(), project), bytes(EventCodec.payloadJson(project)));
    }

    private void sendRaw(String key, Map<String, String> headers, byte @Nullable [] value) {
        sendRaw(Topic.PROJECTS.topicName(), key, headers, value);
    }

    private void sendRaw(String topic, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        producer.send(record);
    }

    private static Map<String, String> headers(UUID id, ProjectCreated project) {
        return new HashMap<>(
                EventCodec.headers(new Event<>(id, "/test", Instant.now(), project, null, null, null, null)));
    }

    private ProjectCreated project(String name) {
        return new ProjectCreated(
                new ClientId(client),
                UUID.randomUUID(),
                name,
                null,
                null,
                false,
                Instant.parse("2026-11-21T00:00:00Z"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
