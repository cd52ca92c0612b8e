package dev.colophon.etl.jira;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.jira.issue.Issue;
import dev.colophon.etl.jira.issue.IssueText;
import dev.colophon.etl.text.PlainText;
import dev.colophon.events.item.ItemKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Issues as items: known by their numeric ids, which stay when keys move, in the version of their last update. */
final class JiraItems {

    private static final int ATTRIBUTE_LIMIT = 1_000;
    private static final int AUTHOR_LIMIT = 200;

    private final Connection connection;
    private final URI baseUrl;

    JiraItems(Connection connection, URI baseUrl) {
        this.connection = connection;
        this.baseUrl = baseUrl;
    }

    ItemDraft draft(Issue issue) {
        IssueText text = IssueText.of(issue);
        return new ItemDraft(
                connection.clientId(),
                connection.projectId(),
                connection.sourceId(),
                ItemKind.JIRA_ISSUE,
                issue.id(),
                text.title(),
                text.text(),
                url(issue.key()),
                issue.author() == null ? null : clean(issue.author(), AUTHOR_LIMIT),
                attributes(issue),
                issue.created(),
                issue.updated().toEpochMilli());
    }

    String url(String key) {
        return baseUrl + "/browse/" + key;
    }

    private static Map<String, String> attributes(Issue issue) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("key", clean(issue.key(), ATTRIBUTE_LIMIT));
        issue.facts().forEach((name, value) -> attributes.put(name, clean(value, ATTRIBUTE_LIMIT)));
        attributes.put("comments", String.valueOf(issue.commentCount()));
        if (issue.changeCount() > 0) {
            attributes.put("changes", String.valueOf(issue.changeCount()));
        }
        attributes.put("updated", issue.updated().toString());
        return attributes;
    }

    private static String clean(String value, int limit) {
        return PlainText.shortened(PlainText.cleaned(value), limit);
    }
}
