package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pages of {@code /search/jql}, each known by the token that the one before gave. Ends where there is no token or Jira says
 * that it was the last; a token that comes again would go on for ever and is a failure.
 */
final class CloudPages implements IssuePages {

    private static final String SEARCH = "/search/jql";

    private final JiraClient client;
    private final IssueQuery query;
    private final String jql;
    private final Collection<String> reconciled;
    private final Set<String> tokens = new HashSet<>();
    private @Nullable String token;
    private boolean done;

    /** @param reconciled ids of issues that the search must know in their newest state, at most 50 */
    CloudPages(JiraClient client, IssueQuery query, String orderedJql, Collection<String> reconciled) {
        this.client = client;
        this.query = query;
        this.jql = orderedJql;
        this.reconciled = reconciled;
    }

    @Override
    public @Nullable List<JsonNode> next() throws IOException, InterruptedException, SourceFailure {
        if (done) {
            return null;
        }
        JsonNode answer = client.send("POST", SEARCH, body(), "the search");
        if (!answer.path("issues").isArray()) {
            throw SourceFailure.lasting(
                    "Jira's answer to the search holds no issues; are base_url and deployment right?");
        }
        String next = answer.path("nextPageToken").asText("");
        done = next.isEmpty() || answer.path("isLast").asBoolean(false);
        if (!done && !tokens.add(next)) {
            throw SourceFailure.passing("Jira gives the same nextPageToken again after " + tokens.size()
                    + " pages: the search would never end");
        }
        token = next;
        List<JsonNode> issues = new ArrayList<>();
        answer.path("issues").forEach(issues::add);
        return issues;
    }

    private ObjectNode body() {
        ObjectNode body = query.body(jql);
        if (query.changelog()) {
            body.put("expand", "changelog");
        }
        if (token != null) {
            body.put("nextPageToken", token);
        }
        if (!reconciled.isEmpty()) {
            reconciled.forEach(id -> body.withArray("reconcileIssues").add(Long.parseLong(id)));
        }
        return body;
    }
}
