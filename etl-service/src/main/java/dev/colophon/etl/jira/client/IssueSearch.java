package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds issues, in both versions of the API. */
public final class IssueSearch {

    private static final String ORDER = " ORDER BY updated ASC, key ASC";

    private final JiraClient client;

    public IssueSearch(JiraClient client) {
        this.client = client;
    }

    /**
     * What was updated since a time. Milliseconds since the epoch, without quotes, mean the same whatever time zone the
     * token's owner has.
     */
    public IssuePages since(IssueQuery query, long epochMillis) {
        return client.cloud()
                ? new CloudPages(client, query, from(query, epochMillis), List.of())
                : new DataCenterPages(client, query, epochMillis, since -> from(query, since));
    }

    /** Issues by their ids, at most 50; those that are not there or do not match are left out. */
    public List<JsonNode> byId(IssueQuery query, Collection<String> ids)
            throws IOException, InterruptedException, SourceFailure {
        IssuePages pages = client.cloud()
                ? new CloudPages(client, query, query.jql() + ORDER, ids)
                : new DataCenterPages(client, query, 0, since -> query.jql() + ORDER);
        List<JsonNode> found = new ArrayList<>();
        for (List<JsonNode> page = pages.next(); page != null; page = pages.next()) {
            found.addAll(page);
        }
        return found;
    }

    /** About how many issues match. */
    public long count(String jql) throws IOException, InterruptedException, SourceFailure {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("jql", jql);
        if (client.cloud()) {
            return client.send("POST", "/search/approximate-count", body, "the count of issues")
                    .path("count")
                    .asLong();
        }
        body.put("maxResults", 0);
        return client.send("POST", "/search", body, "the search").path("total").asLong();
    }

    private static String from(IssueQuery query, long epochMillis) {
        return (query.jql().isEmpty() ? "" : query.jql() + " AND ") + "updated >= " + epochMillis + ORDER;
    }
}
