package dev.colophon.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.extract.Documents;
import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
@DirtiesContext // its workers must not take up what other tests ask for
class UploadIT {

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private MultipartBodyBuilder parts = new MultipartBodyBuilder();

    @BeforeEach
    void makeProject() {
        events.publish(new ProjectCreated(new ClientId(client), project, "p", null, null, true, Instant.now()));
    }

    @Test
    void takesEveryKindOfDocumentInOneRequestWhateverItIsCalled() throws Exception {
        file("policy.md", Documents.pdf("Answers are kept.", "For a day."));
        file("queues.docx", Documents.docx("Retries", "A failed call waits."));
        file("goals.txt", Documents.pptx("Goals", "Costs"));
        file("costs.xlsx", Documents.xlsx("Costs", List.of(List.of("model", "price"))));
        file("open.odt", Documents.odt(Documents.odtContent("<text:p>Go to is harmful.</text:p>")));
        file("book.epub", Documents.epub("<h1>One</h1><p>First.</p>"));
        file("page.pdf", "<html><title>A page</title><p>Grüße</p></html>".getBytes(StandardCharsets.UTF_8));
        file("notes.md", "---\ntags: [a]\n---\n# Notes\n\nOf mine.".getBytes(StandardCharsets.UTF_8));
        file("calendar.ics", calendar());
        file("broken.docx", new byte[] {'P', 'K', 3, 4, 0, 0});
        file("latin.txt", "Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
        file("secret.pdf", Documents.pdfWithPassword("secret", "hidden"));

        JsonNode documents = sent(202).path("documents");

        assertThat(documents).hasSize(12);
        assertThat(documents)
                .extracting(document -> document.path("status").asText())
                .containsExactly(
                        "captured",
                        "captured",
                        "captured",
                        "captured",
                        "captured",
                        "captured",
                        "captured",
                        "captured",
                        "captured",
                        "refused",
                        "refused",
                        "refused");
        assertThat(documents)
                .extracting(document -> document.path("title").asText(null))
                .startsWith(
                        "Caching policy",
                        "Queues, explained",
                        "goals.txt",
                        "costs.xlsx",
                        "Open text",
                        "A small book",
                        "A page",
                        "Notes",
                        "Planning");
        assertThat(documents.get(8).path("items").asInt()).isEqualTo(2);
        assertThat(documents.get(8).path("message").asText()).startsWith("1 of its meetings");
        assertThat(documents.get(9).path("message").asText()).isEqualTo("is damaged: it is no complete ZIP file");
        assertThat(documents.get(10).path("message").asText()).isEqualTo("is no UTF-8 text: see byte 2");
        assertThat(documents.get(11).path("message").asText()).isEqualTo("is protected by a password");
        assertThat(events.awaitAtLeast(10, ItemCaptured.class, event -> event.payload()
                        .projectId()
                        .equals(project)))
                .hasSize(10)
                .extracting(event -> event.payload().attributes().get("type"))
                .contains("application/pdf", "application/epub+zip", "text/html", "text/markdown");
    }

    @Test
    void knowsADocumentAgainByWhatItHolds() throws Exception {
        byte[] page = Documents.epub("<p>First.</p>");
        file("book.epub", page);
        JsonNode first = sent(202);
        file("book.epub", page);
        JsonNode second = sent(202);
        file("book.epub", Documents.epub("<p>Second.</p>"));
        JsonNode third = sent(202);

        assertThat(first.path("status").asText()).isEqualTo("captured");
        assertThat(second.path("status").asText()).isEqualTo("unchanged");
        assertThat(third.path("status").asText()).isEqualTo("captured");
        assertThat(third.path("item_id")).isEqualTo(first.path("item_id"));
    }

    @Test
    void refusesEachWithItsStatusAndAnExactMessage() throws Exception {
        file("bomb.docx", Documents.docxBomb(300));
        assertThat(refusal(422)).isEqualTo("expands to more than 256 MB");

        file("entities.odt", Documents.odt("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"));
        assertThat(refusal(422)).isEqualTo("defines XML entities, which are not read");

        file("secret.docx", Documents.docxWithPassword("secret"));
        assertThat(refusal(422)).isEqualTo("is protected by a password");

        file("image.txt", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13});
        assertThat(refusal(415)).isEqualTo("is image/png, of which no text is read");

        file("scan.pdf", Documents.pdf(""));
        assertThat(refusal(422)).isEqualTo("holds no text (pictures of text are not read)");

        file("half.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(422)).isEqualTo("is broken off: a calendar ends with END:VCALENDAR");

        file("large.txt", new byte[33 << 20]);
        assertThat(sent(413).path("detail").asText()).isEqualTo("A document has at most 32 MB");

        file("one.txt", new byte[0]);
        file("two.txt", " ".getBytes(StandardCharsets.UTF_8));
        JsonNode errors = sent(422).path("errors");
        assertThat(errors).hasSize(2);
        assertThat(errors.get(1).path("field").asText()).isEqualTo("file[1]");

        for (int i = 0; i < 21; i++) {
            file(i + ".txt", "text".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(refusal(422)).isEqualTo("at most 20 parts");
    }

    @Test
    void takesLinesWhileTheyCome() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 1_200; i++) {
            lines.append("{\"external_id\":\"")
                    .append(i % 600)
                    .append("\",\"kind\":\"document\",\"title\":\"Title ")
                    .append(i % 600)
                    .append("\",\"text\":\"text of it\"")
                    .append(i % 300 == 0 ? ",\"bad\":1" : "")
                    .append("}\n");
        }

        JsonNode answer = http.post()
                .uri("/api/v1/projects/" + project + "/items")
                .header("Authorization", member())
                .contentType(MediaType.APPLICATION_NDJSON)
                .bodyValue(lines.toString())
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();

        assertThat(answer.path("accepted").asInt()).isEqualTo(1_196);
        assertThat(answer.path("rejected_total").asInt()).isEqualTo(4);
        assertThat(answer.path("rejected").path(0).path("line").asInt()).isEqualTo(300);
        assertThat(events.awaitAtLeast(598, ItemCaptured.class, event -> event.payload()
                        .projectId()
                        .equals(project)))
                .hasSize(598);
    }

    private static byte[] calendar() {
        return """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                UID:1
                SUMMARY:Planning
                DTSTART:20261121T100000Z
                ATTENDEE;CN=Ada:mailto:ada@example.invalid
                END:VEVENT
                BEGIN:VEVENT
                UID:2
                SUMMARY:Review
                DTSTART;VALUE=DATE:20261122
                END:VEVENT
                BEGIN:VEVENT
                UID:3
                END:VEVENT
                END:VCALENDAR
                """.getBytes(StandardCharsets.UTF_8);
    }

    private void file(String name, byte[] bytes) {
        parts.part("file", new ByteArrayResource(bytes), MediaType.TEXT_PLAIN).filename(name);
    }

    private String refusal(int status) {
        return sent(status).path("errors").path(0).path("message").asText();
    }

    private JsonNode sent(int status) {
        JsonNode answer = http.mutate()
                .responseTimeout(Duration.ofSeconds(90))
                .build()
                .post()
                .uri("/api/v1/projects/" + project + "/documents")
                .header("Authorization", member())
                .bodyValue(parts.build())
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        parts = new MultipartBodyBuilder();
        return answer;
    }

    private String member() {
        return TestTokens.bearer(client, Role.MEMBER);
    }
}
