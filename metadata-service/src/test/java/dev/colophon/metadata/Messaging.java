package dev.colophon.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Items of real projects about messaging, as a git connector captures them. */
final class Messaging {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Messaging() {}

    /** The newest commits of spring-kafka. */
    static List<ItemCaptured> commits(UUID client, UUID project, int count) {
        Path file = SharedData.require("commits/spring-projects__spring-kafka.jsonl");
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.subList(lines.size() - count, lines.size()).stream()
                    .map(line -> commit(client, project, line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ItemCaptured document(UUID client, UUID project, String path, String text) {
        return item(client, project, ItemKind.DOCUMENT, path, 1, path, text, null, Instant.now());
    }

    static String read(String file) {
        try {
            return Files.readString(SharedData.require("documents/" + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ItemCaptured item(
            UUID client,
            UUID project,
            ItemKind kind,
            String externalId,
            long version,
            String title,
            String text,
            String author,
            Instant occurredAt) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                Ids.derived(project.toString(), externalId),
                null,
                kind,
                externalId,
                version,
                title,
                text,
                1,
                1,
                null,
                author,
                "en",
                kind == ItemKind.DOCUMENT ? Map.of("path", externalId) : Map.of(),
                occurredAt,
                Instant.now());
    }

    private static ItemCaptured commit(UUID client, UUID project, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            JsonNode commit = node.get("commit");
            String message = commit.get("message").asText();
            String[] parts = message.split("\n", 2);
            String files = "Files: " + String.join(", ", node.get("files").findValuesAsText("filename")) + "\n"
                    + node.get("files").size() + " files changed, "
                    + node.at("/stats/additions").asInt()
                    + " additions, " + node.at("/stats/deletions").asInt() + " deletions";
            return item(
                    client,
                    project,
                    ItemKind.COMMIT,
                    node.get("sha").asText(),
                    1,
                    parts[0].strip(),
                    (parts.length > 1 ? parts[1].strip() + "\n\n" : "") + files,
                    commit.at("/author/name").asText(),
                    OffsetDateTime.parse(commit.at("/author/date").asText()).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
