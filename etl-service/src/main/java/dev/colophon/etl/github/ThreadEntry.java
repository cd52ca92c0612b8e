package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.item.ItemKind;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * An issue or a pull request as a list or a webhook shows it.
 *
 * @param updated milliseconds since 1970
 */
record ThreadEntry(int number, ItemKind kind, long updated, JsonNode json) {

    /** Of {@code issues}: pull requests carry a mark. */
    static ThreadEntry ofIssue(JsonNode json) {
        ItemKind kind = json.hasNonNull("pull_request") ? ItemKind.PULL_REQUEST : ItemKind.GITHUB_ISSUE;
        return new ThreadEntry(json.path("number").asInt(), kind, updated(json), json);
    }

    /** Of {@code pulls}. */
    static ThreadEntry ofPullRequest(JsonNode json) {
        return new ThreadEntry(json.path("number").asInt(), ItemKind.PULL_REQUEST, updated(json), json);
    }

    static long updated(JsonNode json) {
        try {
            return Instant.parse(json.path("updated_at").asText()).toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
