package dev.colophon.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.metadata.MetadataFailed;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.Traces;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.OpenApiDocument;
import dev.colophon.testing.RowLevelSecurityAssertions;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
@DirtiesContext
class MetadataServiceIT {

    private static final String KAFKA = "Runs consumers and producers of Apache Kafka in Spring applications. Message"
            + " listeners commit offsets when a batch of records was handled. Dead letter topics keep records that a"
            + " message listener cannot handle, and retry topics delay the next delivery.";

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    private final UUID client = UUID.randomUUID();

    @Test
    void publishesItsContract() {
        OpenApiDocument.assertUpToDate("metadata-service", http);
    }

    @Test
    void leadsFromAProjectToItsMetadataUnderOneTrace() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        EntityExchangeResult<JsonNode> created = http.post()
                .uri("/api/v1/projects")
                .header("Authorization", member())
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .bodyValue(Map.of("name", "  Kafka for Spring ", "description", KAFKA))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult();
        UUID project = id(created.getResponseBody());
        assertThat(created.getResponseHeaders().getLocation()).hasPath("/api/v1/projects/" + project);
        assertThat(created.getResponseBody().get("name").asText()).isEqualTo("Kafka for Spring");
        assertThat(created.getResponseBody().get("meta").isNull()).isTrue();
        assertThat(created.getResponseBody().get("metadata_status").asText()).isEqualTo("queued");

        JsonNode meta = awaitMeta(project);

        assertThat(texts(meta.get("ai_generated_tags"))).isNotEmpty().anyMatch(tag -> tag.contains("kafka"));
        assertThat(meta.get("content_summary").asText()).isNotBlank();
        assertThat(meta.get("difficulty_level").asText()).isIn("beginner", "intermediate", "advanced", "expert");
        assertThat(meta.get("quality_score").asDouble()).isBetween(0.1, 1.0);
        assertThat(meta.get("model_used").asText()).isEqualTo("colophon-local-1");
        assertThat(meta.get("prompt_version").asText()).isNotBlank();
        assertThat(Instant.parse(meta.get("generated_at").asText())).isBefore(Instant.now());
        assertThat(get(project).get("meta")).isEqualTo(meta);
        assertThat(get(project).get("metadata_status").asText()).isEqualTo("generated");

        Event<MetadataGenerated> generated = generatedOf(project, 1).get(0);
        assertThat(generated.payload().requestId())
                .hasToString(meta.get("request_id").asText());
        Event<AiUsageObserved> usage = usageOf(project, 1).get(0);
        assertThat(usage.payload().provider()).isEqualTo("local");
        assertThat(usage.payload().operation()).isEqualTo("metadata");
        assertThat(usage.payload().inputTokens()).isNull();
        assertThat(usage.payload().outcome()).isEqualTo("succeeded");
        Event<ProjectCreated> announced = events.await(
                        ProjectCreated.class,
                        event -> event.payload().projectId().equals(project))
                .get(0);
        Event<MetadataRequested> requested = requestsOf(project, 1).get(0);
        assertThat(requested.payload().reason()).isEqualTo("created");
        assertThat(Stream.of(announced, requested, generated, usage).map(event -> Traces.traceId(event.traceparent())))
                .containsOnly(trace);
    }

    @Test
    void answersRequestsByWhatThereIs() {
        UUID project = create(Map.of("name", "Kafka", "description", KAFKA, "auto_metadata", false));
        getMetadata(project)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .value(detail ->
                        assertThat((String) detail).contains("POST /api/v1/projects/" + project + "/metadata"));

        JsonNode first = request("/api/v1/projects/" + project + "/metadata", 202);
        assertThat(first.get("status").asText()).isEqualTo("queued");
        JsonNode second = request("/api/v1/projects/" + project + "/metadata", 202);
        assertThat(second.get("status").asText()).isIn("in_progress");
        assertThat(second.get("request_id")).isEqualTo(first.get("request_id"));

        JsonNode meta = awaitMeta(project);
        assertThat(meta.get("request_id")).isEqualTo(first.get("request_id"));
        JsonNode exists = request("/api/v1/projects/" + project + "/metadata", 200);
        assertThat(exists.get("status").asText()).isEqualTo("exists");
        assertThat(exists.get("metadata")).isEqualTo(meta);
        assertThat(request("/api/projects/" + project + "/generate_metadata", 200)
                        .get("status")
                        .asText())
                .isEqualTo("exists");

        JsonNode forced = request("/api/projects/" + project + "/generate_metadata/?force=true", 202);
        assertThat(forced.get("status").asText()).isEqualTo("queued");
        assertThat(request("/api/v1/projects/" + project + "/metadata?force=true", 202)
                        .get("status")
                        .asText())
                .isEqualTo("in_progress");
        await().until(() -> getMeta(project).get("request_id").equals(forced.get("request_id")));
        generatedOf(project, 2);
        http.post()
                .uri("/api/v1/projects/" + project + "/metadata?force=perhaps")
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("force");
    }

    @Test
    void saysWhyThereIsNothingToGenerateFrom() {
        UUID project = create(Map.of("name", "x"));
        assertThat(get(project).get("metadata_status").asText()).isEqualTo("none");

        request("/api/v1/projects/" + project + "/metadata", 202);

        Event<MetadataFailed> failed = events.await(
                        MetadataFailed.class,
                        event -> event.payload().projectId().equals(project))
                .get(0);
        assertThat(failed.payload().reason()).isEqualTo("no_content");
        await().until(() -> get(project).get("metadata_status").asText().equals("failed"));
        getMetadata(project)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .value(detail -> assertThat((String) detail).contains("give the project a description"));
    }

    @Test
    void keepsClientsApart() throws SQLException {
        UUID project = create(Map.of("name", "Secret", "description", KAFKA));
        awaitMeta(project);
        String stranger = TestTokens.bearer(UUID.randomUUID(), Role.ADMIN);
        for (String path : List.of("", "/metadata")) {
            http.get()
                    .uri("/api/v1/projects/" + project + path)
                    .header("Authorization", stranger)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        http.post()
                .uri("/api/v1/projects/" + project + "/metadata?force=true")
                .header("Authorization", stranger)
                .exchange()
                .expectStatus()
                .isNotFound();
        http.patch()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", stranger)
                .bodyValue(Map.of("name", "Mine"))
                .exchange()
                .expectStatus()
                .isNotFound();
        http.delete()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", stranger)
                .exchange()
                .expectStatus()
                .isNotFound();
        String tag = texts(getMeta(project).get("ai_generated_tags")).get(0);
        assertThat(list(stranger, "?tag=" + tag).get("items")).isEmpty();
        assertThat(list(member(), "?tag=" + tag).get("items")).hasSize(1);
        http.post()
                .uri("/api/v1/projects")
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .bodyValue(Map.of("name", "x"))
                .exchange()
                .expectStatus()
                .isForbidden();
        http.get()
                .uri("/api/v1/projects")
                .header("Authorization", TestTokens.forged(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        RowLevelSecurityAssertions.assertEveryClientTableIsProtected("metadata", "outbox", "idempotency_key");
    }

    @Test
    void changesAndDeletesProjects() {
        UUID project = create(Map.of("name", "Kafka", "description", KAFKA, "content", "Much text."));
        awaitMeta(project);

        JsonNode changed = http.patch()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", member())
                .bodyValue(Map.of(
                        "content",
                        "",
                        "description",
                        "Grows tomatoes and cucumbers in greenhouses. Tomatoes need water and light."))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(changed.get("content").isNull()).isTrue();
        assertThat(changed.get("name").asText()).isEqualTo("Kafka");
        await().until(() ->
                texts(getMeta(project).get("ai_generated_tags")).stream().anyMatch(tag -> tag.contains("tomato")));
        assertThat(requestsOf(project, 2).get(1).payload().reason()).isEqualTo("updated");

        http.delete()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isNoContent();
        http.delete()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isNotFound();
        events.await(ProjectDeleted.class, event -> event.payload().projectId().equals(project));
        await().untilAsserted(() -> assertThat(events.records("colophon.metadata").stream()
                        .filter(record -> record.key().equals(client + "/" + project))
                        .reduce((first, last) -> last))
                .hasValueSatisfying(last -> assertThat(last.value()).isNull()));
    }

    @Test
    void learnsFromItemsAsTheyArrive() {
        UUID project = create(Map.of("name", "spring-kafka"));
        List<ItemCaptured> commits = Messaging.commits(client, project, 200);
        events.publish(
                Messaging.document(client, project, "README.md", Messaging.read("messaging--spring-kafka--readme.md")));
        commits.forEach(events::publish);

        JsonNode meta = awaitMeta(project);
        await().atMost(Duration.ofSeconds(30)).until(() -> usedRevision(project) == 201);
        meta = getMeta(project);

        List<String> tags = texts(meta.get("ai_generated_tags"));
        assertThat(tags).hasSizeBetween(3, 10).anyMatch(tag -> tag.contains("kafka"));
        assertThat(tags).allMatch(tag -> tag.matches("[\\p{L}\\p{N}+#.]+(-[\\p{L}\\p{N}+#.]+)*"));
        assertThat(tags).doesNotContain("merge", "fix", "soby-chacko", "artem-bilan", "chacko", "dependabot");
        assertThat(meta.get("content_summary").asText())
                .containsIgnoringCase("kafka")
                .doesNotContain("![", "](");
        int generations = generatedOf(project, 1).size();
        assertThat(generations).isLessThanOrEqualTo(5);

        commits.forEach(events::publish); // again, under other event ids: the versions say that nothing changed
        ItemCaptured first = commits.get(0);
        events.publish(new ItemRemoved(new ClientId(client), project, first.itemId(), 2, Instant.now()));
        events.publish(first);
        await().until(() -> revision(project) == 202);
        assertThat(count("select count(*) from metadata.item_excerpt where not removed and project_id = '" + project
                        + "'"))
                .isEqualTo(200);
        assertThat(generatedOf(project, 1)).hasSize(generations);
    }

    @Test
    void isNotToldWhatToDoByDocuments() {
        UUID project = create(Map.of("name", "Kafka", "description", KAFKA));
        UUID other =
                create(Map.of("name", "Tomatoes", "description", "Grows tomatoes in greenhouses with much water."));
        JsonNode before = awaitMeta(other);
        awaitMeta(project);
        events.publish(
                Messaging.document(client, project, "docs/notes.md", Messaging.read("hostile/prompt-injection.md")));

        await().until(() -> usedRevision(project) == 1);

        JsonNode meta = getMeta(project);
        assertThat(texts(meta.get("ai_generated_tags"))).anyMatch(tag -> tag.contains("kafka"));
        assertThat(meta.get("model_used").asText()).isEqualTo("colophon-local-1");
        assertThat(getMeta(other)).isEqualTo(before);
        assertThat(get(project).get("description").asText()).isEqualTo(KAFKA);
    }

    @Test
    void takesUpWhatADeadWorkerLeft() throws SQLException {
        UUID project = create(Map.of("name", "Kafka", "description", KAFKA, "auto_metadata", false));
        UUID request = Ids.newId();
        sql("update metadata.project_metadata set status = 'in_progress', run = 7, request_id = '" + request
                + "' where project_id = '" + project + "'");
        sql(
                "insert into metadata.work_item (id, queue, client_id, subject_id, due_at, lease_token, created_at) values ('"
                        + UUID.randomUUID() + "', 'metadata', '" + client + "', '" + project
                        + "', now() + interval '1 second', '" + UUID.randomUUID() + "', now())");

        assertThat(awaitMeta(project).get("request_id").asText()).isEqualTo(request.toString());
        assertThat(generatedOf(project, 1)).hasSize(1);
        assertThat(usageOf(project, 1)).hasSize(1);
        assertThat(count("select count(*) from metadata.work_item where subject_id = '" + project + "'"))
                .isZero();
    }

    @Test
    void runsOnceMoreWhenForcedDuringARun() throws SQLException {
        UUID project = create(Map.of("name", "Kafka", "description", KAFKA, "auto_metadata", false));
        UUID running = Ids.newId();
        sql("update metadata.project_metadata set status = 'in_progress', run = 1, asked = true, request_id = '"
                + running + "' where project_id = '" + project + "'");
        JsonNode waits = request("/api/v1/projects/" + project + "/metadata", 202);
        assertThat(waits.get("request_id").asText()).isEqualTo(running.toString());
        JsonNode once = request("/api/v1/projects/" + project + "/metadata?force=true", 202);
        JsonNode twice = request("/api/v1/projects/" + project + "/metadata?force=true", 202);
        assertThat(once.get("status").asText()).isEqualTo("in_progress");
        assertThat(twice.get("request_id")).isEqualTo(once.get("request_id"));

        sql("insert into metadata.work_item (id, queue, client_id, subject_id, due_at, created_at) values ('"
                + UUID.randomUUID() + "', 'metadata', '" + client + "', '" + project + "', now(), now())");

        assertThat(generatedOf(project, 2).stream()
                        .map(event -> event.payload().requestId().toString()))
                .containsExactly(running.toString(), once.get("request_id").asText());
    }

    @Test
    void findsProjectsByTagThroughTheIndex() throws SQLException {
        sql("insert into metadata.project (id, client_id, name, auto_metadata, created_at, updated_at)"
                + " select gen_random_uuid(), case when i % 2 = 0 then '" + client
                + "'::uuid else gen_random_uuid() end,"
                + " 'project ' || i, false, now(), now() from generate_series(1, 6000) i");
        sql(
                "insert into metadata.project_metadata (project_id, client_id, status, meta) select id, client_id, 'generated',"
                        + " jsonb_build_object('ai_generated_tags', jsonb_build_array('tag-' || substr(name, 9)::int % 1000, 'all'),"
                        + " 'content_summary', name, 'difficulty_level', 'expert', 'quality_score', 1, 'model_used', 'm',"
                        + " 'prompt_version', '1', 'generated_at', now(), 'request_id', id)"
                        + " from metadata.project p where not exists (select from metadata.project_metadata m where m.project_id = p.id)");
        sql("analyze metadata.project, metadata.project_metadata");

        assertThat(explain("select m.project_id from metadata.project_metadata m where m.meta @>"
                        + " jsonb_build_object('ai_generated_tags', jsonb_build_array('tag-4'::text)) and m.client_id = '"
                        + client + "'"))
                .contains("Bitmap Index Scan on project_metadata_meta");
        long before = scans();
        JsonNode found = list(member(), "?tag=tag-4");
        assertThat(texts(found.get("items"), "name")).hasSize(6).allMatch(name -> name.endsWith("4"));
        // a session of PostgreSQL that has nothing more to do tells of its scans up to ten seconds later
        await().atMost(Duration.ofSeconds(30)).until(() -> scans() > before);
        assertThat(list(member(), "?tag=tag-4&difficulty=beginner").get("items"))
                .isEmpty();
        assertThat(list(member(), "?tag=tag-5").get("items")).isEmpty();
        assertThat(list(member(), "?q=PROJECT 2004").get("items")).hasSize(1);
        assertThat(list(member(), "?q=project%25200").get("items")).isEmpty();

        JsonNode page = list(member(), "?tag=tag-4&limit=4");
        JsonNode next = list(
                member(), "?tag=tag-4&limit=4&cursor=" + page.get("next_cursor").asText());
        assertThat(next.get("next_cursor").isNull()).isTrue();
        assertThat(Stream.concat(texts(page.get("items"), "id").stream(), texts(next.get("items"), "id").stream()))
                .doesNotHaveDuplicates()
                .hasSize(6);
        sql("delete from metadata.project where name like 'project %'");
    }

    @Test
    void measuresByTheNamesThatDashboardsKnow() {
        UUID project = create(Map.of("name", "Kafka", "description", KAFKA));
        awaitMeta(project);
        String metrics = http.get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(metrics.lines()
                        .map(line -> line.replaceAll("service=\"[^\"]*\",?", "").replace(",}", "}")))
                .anyMatch(line -> line.matches("project_meta_generated_total\\{status=\"success\"} [1-9].*"))
                .anyMatch(line -> line.startsWith("project_meta_generated_total{status=\"failure\"}"))
                .anyMatch(line -> line.startsWith("project_meta_generation_failures_total{reason=\"no_content\"}"))
                .anyMatch(line -> line.matches("project_meta_generation_in_progress(\\{})? .*"))
                .anyMatch(line -> line.matches("project_meta_generation_queue_size(\\{})? .*"))
                .anyMatch(line -> line.startsWith("project_meta_generation_duration_seconds_bucket{le=\"0.1\"}"))
                .anyMatch(line -> line.startsWith("project_meta_content_length_chars_sum"))
                .anyMatch(line -> line.startsWith("project_meta_tags_count_bucket{le=\"3.0\"}"))
                .anyMatch(line -> line.startsWith("project_meta_summary_length_chars_sum"));
        assertThat(metrics)
                .contains("# TYPE project_meta_generated_total counter")
                .contains("# TYPE project_meta_generation_duration_seconds histogram")
                .contains("# TYPE project_meta_content_length_chars histogram")
                .contains("# TYPE project_meta_tags_count histogram")
                .contains("# TYPE project_meta_summary_length_chars histogram");
    }

    @Test
    void refusesWhatIsWrongAndNamesTheField() {
        refused("{\"name\": \"x\", \"nmae\": 1}", "nmae");
        refused("{\"name\": {\"a\": 1}}", "name");
        refused("{\"name\": \"x\", \"auto_metadata\": \"perhaps\"}", "auto_metadata");
        refused("{\"name\": \"a\\u0000b\"}", "name");
        refused("{\"description\": \"x\"}", "name");
        refused("{\"name\": \"   \"}", "name");
        refused("{\"name\": \"" + "x".repeat(201) + "\"}", "name");
        refused("{\"name\": \"x\", \"description\": \"" + "x".repeat(10_001) + "\"}", "description");
        refused("{\"name\": \"x\", \"content\": \"" + "x".repeat(200_001) + "\"}", "content");
        post("{\"name\": ")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        post("{\"name\": \"" + "x".repeat(10_000_000) + "\"}").expectStatus().isEqualTo(413);
        http.post()
                .uri("/api/v1/projects")
                .header("Authorization", member())
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("x")
                .exchange()
                .expectStatus()
                .isEqualTo(415);
        refusedList("?difficulty=easy", "difficulty");
        refusedList("?limit=0", "limit");
        refusedList("?cursor=nonsense", "cursor");
        http.get()
                .uri("/api/v1/projects/not-an-id")
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .is4xxClientError()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(list(member(), "").get("items")).isEmpty();
        http.get().uri("/actuator/health").exchange().expectStatus().isOk();
    }

    private void refused(String body, String field) {
        post(body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field)
                .jsonPath("$.errors[0].message")
                .isNotEmpty();
    }

    private void refusedList(String query, String field) {
        http.get()
                .uri("/api/v1/projects" + query)
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    private WebTestClient.ResponseSpec post(String body) {
        return http.post()
                .uri("/api/v1/projects")
                .header("Authorization", member())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private String member() {
        return TestTokens.bearer(client, Role.MEMBER);
    }

    private UUID create(Map<String, ?> body) {
        return id(http.post()
                .uri("/api/v1/projects")
                .header("Authorization", member())
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private JsonNode get(UUID project) {
        return http.get()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode list(String bearer, String query) {
        return http.get()
                .uri("/api/v1/projects" + query)
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode request(String uri, int status) {
        return http.post()
                .uri(uri)
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private WebTestClient.ResponseSpec getMetadata(UUID project) {
        return http.get()
                .uri("/api/v1/projects/" + project + "/metadata")
                .header("Authorization", member())
                .exchange();
    }

    private JsonNode getMeta(UUID project) {
        return getMetadata(project)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode awaitMeta(UUID project) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(project).get("metadata_status").asText().equals("generated"));
        return getMeta(project);
    }

    private List<Event<MetadataGenerated>> generatedOf(UUID project, int count) {
        return events.awaitAtLeast(count, MetadataGenerated.class, event -> event.payload()
                .projectId()
                .equals(project));
    }

    private List<Event<MetadataRequested>> requestsOf(UUID project, int count) {
        return events.awaitAtLeast(count, MetadataRequested.class, event -> event.payload()
                .projectId()
                .equals(project));
    }

    private List<Event<AiUsageObserved>> usageOf(UUID project, int count) {
        return events.awaitAtLeast(
                count,
                AiUsageObserved.class,
                event -> project.equals(event.payload().projectId()));
    }

    private long usedRevision(UUID project) {
        return count("select items_revision from metadata.project_metadata where project_id = '" + project + "'");
    }

    private long revision(UUID project) {
        return count(
                "select coalesce(max(revision), 0) from metadata.project_digest where project_id = '" + project + "'");
    }

    private long scans() {
        return count("select idx_scan from pg_stat_user_indexes where indexrelname = 'project_metadata_meta'");
    }

    private static UUID id(JsonNode project) {
        return UUID.fromString(project.get("id").asText());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> texts(JsonNode array, String field) {
        return IntStream.range(0, array.size())
                .mapToObj(i -> array.get(i).get(field).asText())
                .toList();
    }

    private static void sql(String statement) throws SQLException {
        try (Connection admin = TestDatabase.shared().asAdmin()) {
            admin.createStatement().execute(statement);
        }
    }

    private static long count(String query) {
        try (Connection admin = TestDatabase.shared().asAdmin();
                ResultSet row = admin.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String explain(String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection admin = TestDatabase.shared().asAdmin();
                ResultSet rows = admin.createStatement().executeQuery("explain " + query)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
