package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches what a search has left out: it gives the first comments and the last changes of an issue and says how many there
 * are. One call each, for the last ones, and none where nothing is missing.
 */
public final class IssueDetails {

    private static final int LAST = 100;

    private final JiraClient client;
    private final boolean comments;
    private final boolean changelog;

    public IssueDetails(JiraClient client, boolean comments, boolean changelog) {
        this.client = client;
        this.comments = comments;
        this.changelog = changelog;
    }

    /** Completes an issue in place; one that has gone meanwhile stays as it is. */
    public void complete(JsonNode issue) throws IOException, InterruptedException, SourceFailure {
        String id = JiraClient.encoded(issue.path("id").asText());
        JsonNode comment = issue.path("fields").path("comment");
        if (comments && comment.path("total").asInt() > comment.path("comments").size()) {
            last(id, "/comment", comment, Map.of("orderBy", "created"))
                    .ifPresent(page -> ((ObjectNode) comment).set("comments", page.path("comments")));
        }
        JsonNode changes = issue.path("changelog");
        if (changelog && client.cloud() && tooFew(changes)) {
            last(id, "/changelog", changes, Map.of())
                    .ifPresent(page -> ((ObjectNode) changes).set("histories", page.path("values")));
        }
    }

    /** A search gives the newest changes, so that many of them are enough. */
    private static boolean tooFew(JsonNode changes) {
        int given = changes.path("histories").size();
        return given < Math.min(LAST, changes.path("total").asInt());
    }

    private Optional<JsonNode> last(String id, String what, JsonNode list, Map<String, String> more)
            throws IOException, InterruptedException, SourceFailure {
        Map<String, String> query = new HashMap<>(more);
        query.put("startAt", String.valueOf(Math.max(0, list.path("total").asInt() - LAST)));
        query.put("maxResults", String.valueOf(LAST));
        return client.find(
                "/issue/" + id + what, query, "/issue/{id}" + what, "the " + what.substring(1) + " of an issue");
    }
}
