package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.jira.client.IssueDetails;
import dev.colophon.etl.jira.client.IssuePages;
import dev.colophon.etl.jira.client.IssueQuery;
import dev.colophon.etl.jira.client.IssueSearch;
import dev.colophon.etl.jira.client.JiraClient;
import dev.colophon.etl.jira.client.RefusedRequestException;
import dev.colophon.etl.jira.issue.IssueReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a source's issues as drafts, the same way for runs and for webhooks, so that both make the same version of the same
 * issue.
 */
final class JiraReading {

    private final JiraClient client;
    private final JiraConfig config;
    private final IssueSearch search;
    private final IssueQuery query;
    private final IssueDetails details;
    private final IssueReader reader;
    private final JiraItems items;

    /** @param chosen the ids of the client's fields and their names */
    JiraReading(JiraClient client, JiraConfig config, Connection connection, Map<String, String> chosen, int pageSize) {
        this.client = client;
        this.config = config;
        this.search = new IssueSearch(client);
        this.query = new IssueQuery(config.scope(), fields(config, chosen), config.includeChangelog(), pageSize);
        this.details = new IssueDetails(client, config.includeComments(), config.includeChangelog());
        this.reader = new IssueReader(chosen);
        this.items = new JiraItems(connection, config.baseUrl());
    }

    IssuePages since(long epochMillis) {
        return search.since(query, epochMillis);
    }

    /** @throws IllegalArgumentException for what is no issue */
    ItemDraft draft(JsonNode issue) throws IOException, InterruptedException, SourceFailure {
        details.complete(issue);
        return items.draft(reader.read(issue));
    }

    String url(String key) {
        return items.url(key);
    }

    /**
     * The issue in its newest state; empty where the search does not show it, because there is no such issue or because it
     * is none of the source's.
     */
    Optional<ItemDraft> byId(String id) throws IOException, InterruptedException, SourceFailure {
        IssueQuery one = query.withJql(Jql.and(config.scope(), "id in (" + id + ")"));
        try {
            for (JsonNode issue : search.byId(one, List.of(id))) {
                if (issue.path("id").asText().equals(id)) {
                    return Optional.of(draft(issue));
                }
            }
        } catch (RefusedRequestException e) {
            if (!gone(id)) {
                throw e;
            }
        }
        return Optional.empty();
    }

    /** Whether Jira itself, not its search, shows the source's owner no such issue. */
    boolean gone(String id) throws IOException, InterruptedException, SourceFailure {
        if (client.find("/issue/" + id, Map.of("fields", "updated"), "/issue/{id}", "an issue")
                .isPresent()) {
            return false;
        }
        client.myself();
        return true;
    }

    private static List<String> fields(JiraConfig config, Map<String, String> chosen) {
        List<String> fields = new ArrayList<>(IssueReader.FIELDS);
        if (config.includeComments()) {
            fields.add("comment");
        }
        fields.addAll(chosen.keySet());
        return fields;
    }
}
