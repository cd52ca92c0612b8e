package dev.colophon.etl.jira.issue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.jira.issue.Issue.Change;
import dev.colophon.etl.jira.issue.Issue.Comment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads issues as both versions of the REST API write them. */
public final class IssueReader {

    /** What is asked for; a search gives nothing by itself. */
    public static final List<String> FIELDS = List.of(
            "summary",
            "description",
            "environment",
            "project",
            "issuetype",
            "status",
            "priority",
            "resolution",
            "labels",
            "components",
            "versions",
            "fixVersions",
            "assignee",
            "reporter",
            "creator",
            "parent",
            "issuelinks",
            "created",
            "updated",
            "duedate",
            "resolutiondate");

    private static final int MAX_LINKS = 30;

    private final Map<String, String> chosen;

    /** @param chosen the ids of the client's fields and their names, in the client's order */
    public IssueReader(Map<String, String> chosen) {
        this.chosen = new LinkedHashMap<>(chosen);
    }

    /** @throws IllegalArgumentException saying what is missing */
    public Issue read(JsonNode json) {
        JsonNode fields = json.path("fields");
        return new Issue(
                required(json, "id"),
                required(json, "key"),
                JiraTimes.required(fields.path("updated")),
                JiraTimes.of(fields.path("created")),
                Values.text(fields.path("summary")),
                Values.rich(fields.path("description")),
                Values.rich(fields.path("environment")),
                author(fields),
                facts(fields),
                chosen(fields),
                comments(fields.path("comment").path("comments")),
                Math.max(
                        fields.path("comment").path("total").asInt(),
                        fields.path("comment").path("comments").size()),
                changes(json.path("changelog").path("histories")),
                Math.max(
                        json.path("changelog").path("total").asInt(),
                        json.path("changelog").path("histories").size()));
    }

    private static @Nullable String author(JsonNode fields) {
        String reporter = Values.person(fields.path("reporter"));
        String creator = Values.person(fields.path("creator"));
        return reporter.isEmpty() ? (creator.isEmpty() ? null : creator) : reporter;
    }

    private static Map<String, String> facts(JsonNode fields) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "project", Values.text(fields.path("project").path("key")));
        put(facts, "type", Values.of(fields.path("issuetype")));
        put(facts, "status", Values.of(fields.path("status")));
        put(
                facts,
                "status_category",
                Values.text(fields.path("status").path("statusCategory").path("key")));
        put(facts, "priority", Values.of(fields.path("priority")));
        put(facts, "resolution", Values.of(fields.path("resolution")));
        put(facts, "labels", Values.of(fields.path("labels")));
        put(facts, "components", Values.of(fields.path("components")));
        put(facts, "versions", Values.of(fields.path("versions")));
        put(facts, "fix_versions", Values.of(fields.path("fixVersions")));
        put(facts, "assignee", Values.person(fields.path("assignee")));
        put(facts, "reporter", Values.person(fields.path("reporter")));
        put(facts, "parent", Values.text(fields.path("parent").path("key")));
        put(facts, "links", links(fields.path("issuelinks")));
        put(facts, "due", Values.text(fields.path("duedate")));
        put(facts, "resolved", Values.text(fields.path("resolutiondate")));
        return facts;
    }

    private static String links(JsonNode links) {
        return StreamSupport.stream(links.spliterator(), false)
                .map(IssueReader::link)
                .filter(link -> !link.isEmpty())
                .limit(MAX_LINKS)
                .collect(Collectors.joining(", "));
    }

    private static String link(JsonNode link) {
        boolean outward = link.hasNonNull("outwardIssue");
        String key =
                Values.text(link.path(outward ? "outwardIssue" : "inwardIssue").path("key"));
        String how = Values.text(link.path("type").path(outward ? "outward" : "inward"));
        return key.isEmpty() || how.isEmpty() ? key : how + " " + key;
    }

    private Map<String, String> chosen(JsonNode fields) {
        Map<String, String> values = new LinkedHashMap<>();
        chosen.forEach((id, name) -> put(values, name, Values.of(fields.path(id))));
        return values;
    }

    private static List<Comment> comments(JsonNode comments) {
        List<Comment> read = new ArrayList<>();
        for (JsonNode comment : comments) {
            read.add(new Comment(
                    somebody(comment.path("author")),
                    JiraTimes.of(comment.path("created")),
                    Values.rich(comment.path("body"))));
        }
        return inOrder(read, Comment::at);
    }

    private static List<Change> changes(JsonNode histories) {
        List<Change> read = new ArrayList<>();
        for (JsonNode history : histories) {
            for (JsonNode item : history.path("items")) {
                read.add(new Change(
                        somebody(history.path("author")),
                        JiraTimes.of(history.path("created")),
                        Values.text(item.path("field")),
                        Values.text(item.path("fromString")),
                        Values.text(item.path("toString"))));
            }
        }
        return inOrder(read, Change::at);
    }

    /** Oldest first: Jira lists some newest first and others oldest first. */
    private static <T> List<T> inOrder(List<T> read, Function<T, @Nullable Instant> at) {
        read.sort(Comparator.comparing(told -> {
            Instant time = at.apply(told);
            return time == null ? Instant.MIN : time;
        }));
        return read;
    }

    private static String somebody(JsonNode person) {
        String name = Values.person(person);
        return name.isEmpty() ? "somebody" : name;
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isBlank()) {
            facts.put(name, value);
        }
    }

    private static String required(JsonNode json, String field) {
        String value = Values.text(json.path(field));
        if (value.isBlank()) {
            throw new IllegalArgumentException("Jira's answer holds an issue without " + field);
        }
        return value;
    }
}
