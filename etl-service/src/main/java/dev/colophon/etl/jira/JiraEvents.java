package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which issues a delivery is about. The cloud and data centers of all ages tell of the same things in different ways: with
 * or without the issue, with the event's type or without.
 *
 * @param changed ids of issues to read again
 * @param deleted ids of issues that are gone
 */
record JiraEvents(Set<String> changed, Set<String> deleted) {

    private static final Pattern ISSUE_OF_COMMENT = Pattern.compile("/issue/(\\d{1,18})/comment/");
    private static final Pattern ID = Pattern.compile("\\d{1,18}");

    static JiraEvents of(JsonNode delivery) {
        String event = delivery.path("webhookEvent")
                .asText("")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^jira:", "");
        Set<String> changed = new LinkedHashSet<>();
        Set<String> deleted = new LinkedHashSet<>();
        if (event.equals("issue_deleted")) {
            add(deleted, delivery.path("issue").path("id"));
        } else if (event.startsWith("issue_") || event.startsWith("comment_")) {
            add(changed, delivery.path("issue").path("id"));
            addIssueOf(delivery.path("comment"), changed);
        } else if (event.startsWith("issuelink_")) {
            add(changed, delivery.path("issueLink").path("sourceIssueId"));
            add(changed, delivery.path("issueLink").path("destinationIssueId"));
        }
        return new JiraEvents(changed, deleted);
    }

    private static void addIssueOf(JsonNode comment, Set<String> ids) {
        Matcher found = ISSUE_OF_COMMENT.matcher(comment.path("self").asText(""));
        if (found.find()) {
            ids.add(found.group(1));
        }
    }

    private static void add(Set<String> ids, JsonNode id) {
        String text = id.asText("");
        if (ID.matcher(text).matches()) {
            ids.add(text);
        }
    }
}
