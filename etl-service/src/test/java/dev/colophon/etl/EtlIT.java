package dev.colophon.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.OpenApiDocument;
import dev.colophon.testing.RowLevelSecurityAssertions;
import dev.colophon.testing.SharedData;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
@DirtiesContext // its workers must not take up what other tests ask for
class EtlIT {

    @TempDir
    static Path folder;

    static Path repository;

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();

    @DynamicPropertySource
    static void allow(DynamicPropertyRegistry properties) {
        properties.add("colophon.etl.git.allowed-roots", () -> folder.toString());
        properties.add("colophon.etl.sync.batch-size", () -> 7);
        properties.add("colophon.etl.sync.lease", () -> "3s");
    }

    @BeforeAll
    static void makeRepository() throws Exception {
        repository = Files.createDirectory(folder.resolve("repository"));
        try (Git git = Git.init()
                .setDirectory(repository.toFile())
                .setInitialBranch("main")
                .call()) {
            for (int i = 1; i <= 30; i++) {
                write("file" + i % 5 + ".txt", "content " + i);
                write("README.md", "# A repository\n\nState " + i);
                git.add().addFilepattern(".").call();
                git.commit()
                        .setMessage("Change number " + i + "\n\nbecause of reasons")
                        .setAuthor(person())
                        .setCommitter(person())
                        .call();
            }
        }
    }

    @BeforeEach
    void makeProject() {
        events.publish(new ProjectCreated(new ClientId(client), project, "p", null, null, true, Instant.now()));
    }

    @Test
    void publishesItsContract() {
        OpenApiDocument.assertUpToDate("etl-service", http);
    }

    @Test
    void capturesARepositoryOnceAndThenOnlyWhatIsNew() throws Exception {
        String source = createSource(repository);

        JsonNode first = sync(source);
        assertThat(first.path("status").asText()).isEqualTo("succeeded");
        assertThat(first.path("items_captured").asInt()).isEqualTo(31);

        JsonNode second = sync(source);
        assertThat(second.path("items_captured").asInt()).isZero();
        assertThat(second.path("items_unchanged").asInt()).isEqualTo(1);

        List<Event<ItemCaptured>> captured = captured(31);
        assertThat(captured).hasSize(31);
        assertThat(captured).extracting(event -> event.payload().externalId()).doesNotHaveDuplicates();
        ItemCaptured commit = captured.stream()
                .map(Event::payload)
                .filter(item -> item.title().equals("Change number 7"))
                .findFirst()
                .orElseThrow();
        assertThat(commit.kind()).isEqualTo(ItemKind.COMMIT);
        assertThat(commit.text()).startsWith("because of reasons\n\nFiles: ").contains("2 files changed");
        assertThat(commit.attributes()).containsEntry("files_changed", "2");

        get("/api/v1/items?project_id=" + project + "&kind=commit&limit=20")
                .jsonPath("$.items.length()")
                .isEqualTo(20)
                .jsonPath("$.next_cursor")
                .isNotEmpty();
        get("/api/v1/items/" + commit.itemId()).jsonPath("$.text").isEqualTo(commit.text());
        http.get()
                .uri("/api/v1/items/" + commit.itemId())
                .header("Authorization", TestTokens.bearer(UUID.randomUUID(), Role.VIEWER))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void goesOnWhereADeadInstanceStopped() throws Exception {
        String source = createSource(repository);
        post("/api/v1/sources/" + source + "/sync", "{}");
        await().until(() -> run(source).path("items_captured").asInt() > 0);
        // the lease is given to nobody: whoever holds the run finds at its next batch that it has lost it
        try (Connection admin = TestDatabase.shared().asAdmin()) {
            admin.createStatement()
                    .execute("update etl.work_item set lease_token = gen_random_uuid(), due_at = now()"
                            + " where queue = 'source-sync' and client_id = '" + client + "'");
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> run(source).path("status").asText().equals("succeeded"));

        assertThat(run(source).path("items_seen").asInt()).isEqualTo(31);
        assertThat(run(source).path("items_captured").asInt()).isEqualTo(31);
        Set<UUID> ids = new HashSet<>();
        assertThat(captured(31)).hasSize(31).allMatch(event -> ids.add(event.id()));
    }

    @Test
    void refusesSourcesThatCannotBeReadNamingTheField() {
        refused(
                "{\"type\":\"git\",\"project_id\":\"" + project + "\",\"name\":\"n\",\"config\":{\"path\":\"/etc\"}}",
                422,
                "config.path");
        refused(
                "{\"type\":\"svn\",\"project_id\":\"" + project + "\",\"name\":\"n\",\"config\":{\"path\":\"/x\"}}",
                422,
                "type");
        refused(
                "{\"type\":\"git\",\"project_id\":\"" + project + "\",\"name\":\" \",\"config\":{\"path\":\"/x\"}}",
                400,
                "name");
        refused("{\"type\":\"git\",\"project_id\":7,\"name\":\"n\",\"config\":{\"path\":\"/x\"}}", 400, "project_id");
        refused(
                "{\"type\":\"git\",\"project_id\":\"" + project + "\",\"name\":\"n\",\"config\":{\"path\":\""
                        + repository + "\"},\"schedule\":\"often\"}",
                422,
                "schedule");
    }

    @Test
    void takesItemsLineByLine() {
        String body = """
                {"external_id":"1","kind":"document","title":"One","text":"first text"}
                {"external_id":"2","kind":"novel","title":"Two","text":"second"}
                not json
                {"external_id":"4","kind":"document","title":"Four","text":"x","surprise":1}
                {"external_id":"5","kind":"document","title":"Five","text":"nul \\u0000"}
                {"external_id":"6","kind":"pull_request","title":"Six","text":"sixth","occurred_at":"2026-01-01T00:00:00Z"}
                """;
        for (int i = 0; i < 2; i++) {
            http.post()
                    .uri("/api/v1/projects/" + project + "/items")
                    .header("Authorization", member())
                    .contentType(MediaType.APPLICATION_NDJSON)
                    .bodyValue(body)
                    .exchange()
                    .expectStatus()
                    .isAccepted()
                    .expectBody()
                    .jsonPath("$.accepted")
                    .isEqualTo(2)
                    .jsonPath("$.rejected.length()")
                    .isEqualTo(4)
                    .jsonPath("$.rejected[0].line")
                    .isEqualTo(2)
                    .jsonPath("$.rejected[0].message")
                    .value((String message) -> assertThat(message).startsWith("kind: must be one of"))
                    .jsonPath("$.rejected[3].message")
                    .isEqualTo("text: must not contain NUL characters");
        }
        assertThat(captured(2)).hasSize(2);
        http.post()
                .uri("/api/v1/projects/" + UUID.randomUUID() + "/items")
                .header("Authorization", member())
                .contentType(MediaType.APPLICATION_NDJSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void takesTheHostileDocumentsThatAreTextAndNothingOfTheOthers() throws IOException {
        Path hostile = SharedData.require("documents/hostile");
        Map<String, Integer> expected = Map.ofEntries(
                Map.entry("empty.md", 422),
                Map.entry("whitespace-only.md", 422),
                Map.entry("single-line-5mb.md", 202),
                Map.entry("invalid-utf8.md", 415),
                Map.entry("utf16-bom.md", 202),
                Map.entry("html-injection.md", 202),
                Map.entry("prompt-injection.md", 202),
                Map.entry("emoji-rtl.md", 202),
                Map.entry("deep-nesting.md", 202),
                Map.entry("unclosed-markup.md", 202));
        expected.forEach(
                (name, status) -> upload(hostile.resolve(name)).expectStatus().isEqualTo(status));
        boolean holdsNul = new String(
                                Files.readAllBytes(hostile.resolve("control-chars-and-crlf.md")),
                                java.nio.charset.StandardCharsets.UTF_8)
                        .indexOf('\u0000')
                >= 0;
        upload(hostile.resolve("control-chars-and-crlf.md")).expectStatus().isEqualTo(holdsNul ? 415 : 202);

        int taken = holdsNul ? 7 : 8;
        get("/api/v1/items?project_id=" + project).jsonPath("$.items.length()").isEqualTo(taken);
        await().until(() -> captured(1).stream()
                        .map(event -> event.payload().itemId())
                        .distinct()
                        .count()
                == taken);
        assertThat(captured(1))
                .filteredOn(event -> event.payload().title().equals("single-line-5mb.md")
                        || event.payload().parts() > 1)
                .hasSizeGreaterThan(20);
    }

    @Test
    void forgetsTheItemsOfADeletedProject() {
        http.post()
                .uri("/api/v1/projects/" + project + "/items")
                .header("Authorization", member())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("[{\"external_id\":\"1\",\"kind\":\"document\",\"title\":\"One\",\"text\":\"text\"}]")
                .exchange()
                .expectStatus()
                .isAccepted();

        events.publish(new ProjectDeleted(new ClientId(client), project, Instant.now()));

        assertThat(events.await(
                        ItemRemoved.class, event -> event.payload().projectId().equals(project)))
                .hasSize(1);
        await().untilAsserted(() -> get("/api/v1/items?project_id=" + project)
                .jsonPath("$.items.length()")
                .isEqualTo(0));
    }

    @Test
    void protectsEveryTableOfClients() throws Exception {
        RowLevelSecurityAssertions.assertEveryClientTableIsProtected("etl", "source_owner");
    }

    private List<Event<ItemCaptured>> captured(int atLeast) {
        return events.awaitAtLeast(atLeast, ItemCaptured.class, event -> event.payload()
                .projectId()
                .equals(project));
    }

    private String createSource(Path path) {
        JsonNode source = http.post()
                .uri("/api/v1/sources")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of(
                        "type",
                        "git",
                        "project_id",
                        project,
                        "name",
                        "repo",
                        "config",
                        Map.of("path", path.toString())))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return source.path("id").asText();
    }

    private JsonNode sync(String source) {
        String run =
                post("/api/v1/sources/" + source + "/sync", "{}").path("id").asText();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            JsonNode latest = run(source);
            return latest.path("id").asText().equals(run) && latest.hasNonNull("finished_at");
        });
        return run(source);
    }

    private JsonNode run(String source) {
        return http.get()
                .uri("/api/v1/sources/" + source + "/runs")
                .header("Authorization", member())
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("items")
                .path(0);
    }

    private JsonNode post(String path, String body) {
        return http.post()
                .uri(path)
                .header("Authorization", member())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private void refused(String body, int status, String field) {
        http.post()
                .uri("/api/v1/sources")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    private WebTestClient.BodyContentSpec get(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", member())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private WebTestClient.ResponseSpec upload(Path file) {
        MultipartBodyBuilder parts = new MultipartBodyBuilder();
        parts.part("file", new FileSystemResource(file), MediaType.parseMediaType("text/markdown"));
        return http.post()
                .uri("/api/v1/projects/" + project + "/documents")
                .header("Authorization", member())
                .bodyValue(parts.build())
                .exchange();
    }

    private String member() {
        return TestTokens.bearer(client, Role.MEMBER);
    }

    private static void write(String file, String content) throws IOException {
        Files.writeString(repository.resolve(file), content);
    }

    private static PersonIdent person() {
        return new PersonIdent("Ada", "ada@example.invalid");
    }
}
