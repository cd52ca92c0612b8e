package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.text.Commit;
import dev.colophon.etl.text.CommitText;
import dev.colophon.etl.text.FileChange;
import dev.colophon.etl.text.PlainText;
import dev.colophon.etl.text.ThreadText;
import dev.colophon.etl.text.ThreadText.Discussion;
import dev.colophon.etl.text.ThreadText.Remark;
import dev.colophon.events.item.ItemKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What GitHub tells, as items; the same for whoever reads it, a run or a webhook. */
final class GitHubItems {

    private static final int NAME_LIMIT = 200;

    private final Connection connection;
    private final Repository repository;

    GitHubItems(Connection connection, Repository repository) {
        this.connection = connection;
        this.repository = repository;
    }

    ItemDraft issue(JsonNode issue, List<JsonNode> comments) {
        String reason = issue.path("state_reason").asText("");
        boolean told = reason.equals("not_planned") || reason.equals("duplicate");
        String state = issue.path("state").asText("open");
        Map<String, String> attributes = attributes(issue, state);
        put(attributes, "state_reason", issue.path("state_reason"));
        put(attributes, "comments", issue.path("comments"));
        return thread(
                ItemKind.GITHUB_ISSUE,
                issue,
                told ? state + " (" + reason + ")" : state,
                comments.stream().map(GitHubItems::comment).toList(),
                attributes);
    }

    ItemDraft pullRequest(
            JsonNode pull, List<JsonNode> reviews, List<JsonNode> reviewComments, List<JsonNode> comments) {
        boolean merged = pull.path("merged").asBoolean(pull.hasNonNull("merged_at"));
        String state = merged ? "merged" : pull.path("state").asText("open");
        boolean draft = pull.path("draft").asBoolean();
        Map<String, String> attributes = attributes(pull, state);
        put(attributes, "additions", pull.path("additions"));
        put(attributes, "deletions", pull.path("deletions"));
        put(attributes, "files_changed", pull.path("changed_files"));
        put(attributes, "commits", pull.path("commits"));
        put(attributes, "branch", pull.path("base").path("ref"));
        put(attributes, "merged_at", pull.path("merged_at"));
        attributes.put("draft", String.valueOf(draft));
        attributes.put(
                "comments",
                String.valueOf(pull.path("comments").asInt()
                        + pull.path("review_comments").asInt()));
        List<Remark> remarks = new ArrayList<>();
        reviews.forEach(review -> remarks.add(review(review)));
        reviewComments.forEach(comment -> remarks.add(reviewComment(comment)));
        comments.forEach(comment -> remarks.add(comment(comment)));
        return thread(ItemKind.PULL_REQUEST, pull, draft && !merged ? state + " (draft)" : state, remarks, attributes);
    }

    private ItemDraft thread(
            ItemKind kind, JsonNode json, String state, List<Remark> remarks, Map<String, String> attributes) {
        List<String> labels = labels(json);
        ThreadText text = ThreadText.of(
                new Discussion(json.path("title").asText(""), nullable(json.path("body")), state, labels, remarks));
        if (!labels.isEmpty()) {
            attributes.put("labels", PlainText.cleaned(String.join(", ", labels)));
        }
        return new ItemDraft(
                connection.clientId(),
                connection.projectId(),
                connection.sourceId(),
                kind,
                repository.threadId(json.path("number").asInt()),
                text.title(),
                text.text(),
                nullable(json.path("html_url")),
                author(json),
                attributes,
                time(json.path("created_at")),
                ThreadEntry.updated(json));
    }

    private Map<String, String> attributes(JsonNode json, String state) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("repository", repository.name());
        attributes.put("number", json.path("number").asText());
        attributes.put("state", state);
        put(attributes, "milestone", json.path("milestone").path("title"));
        put(attributes, "closed_at", json.path("closed_at"));
        put(attributes, "updated_at", json.path("updated_at"));
        String assignees = logins(json.path("assignees"));
        if (!assignees.isEmpty()) {
            attributes.put("assignees", assignees);
        }
        return attributes;
    }

    /** A commit with its files; of a merge they say nothing that its parents do not. */
    ItemDraft commit(JsonNode json, int filesChanged) {
        Commit commit = readCommit(json, filesChanged);
        CommitText text = CommitText.of(commit);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("repository", repository.name());
        attributes.put("additions", String.valueOf(commit.additions()));
        attributes.put("deletions", String.valueOf(commit.deletions()));
        attributes.put("files_changed", String.valueOf(commit.filesChanged()));
        attributes.put("parents", String.valueOf(commit.parents()));
        return new ItemDraft(
                connection.clientId(),
                connection.projectId(),
                connection.sourceId(),
                ItemKind.COMMIT,
                repository.commitId(commit.sha()),
                text.title(),
                text.text(),
                nullable(json.path("html_url")),
                PlainText.shortened(PlainText.cleaned(commit.author()), NAME_LIMIT),
                attributes,
                commit.committedAt(),
                null);
    }

    private static Commit readCommit(JsonNode json, int filesChanged) {
        JsonNode commit = json.path("commit");
        int parents = json.path("parents").size();
        List<FileChange> files = new ArrayList<>();
        if (parents < 2) {
            json.path("files")
                    .forEach(file -> files.add(new FileChange(
                            file.path("filename").asText(), file.path("status").asText())));
        }
        Instant committed = time(commit.path("committer").path("date"));
        Instant authored = time(commit.path("author").path("date"));
        Instant when = committed != null ? committed : authored;
        return new Commit(
                json.path("sha").asText(),
                commit.path("message").asText(""),
                commit.path("author").path("name").asText(""),
                when == null ? Instant.EPOCH : when,
                parents,
                files,
                parents < 2 ? filesChanged : 0,
                parents < 2 ? json.path("stats").path("additions").asInt() : 0,
                parents < 2 ? json.path("stats").path("deletions").asInt() : 0);
    }

    private static Remark comment(JsonNode json) {
        return new Remark("Comment", author(json), null, nullable(json.path("body")));
    }

    private static Remark reviewComment(JsonNode json) {
        return new Remark("Review comment", author(json), nullable(json.path("path")), nullable(json.path("body")));
    }

    private static Remark review(JsonNode json) {
        String state = json.path("state").asText("").toLowerCase(Locale.ROOT);
        String verdict = state.isEmpty() || state.equals("commented") ? null : state.replace('_', ' ');
        return new Remark("Review", author(json), verdict, nullable(json.path("body")));
    }

    /** Null where the account is gone. */
    private static @Nullable String author(JsonNode json) {
        String login = nullable(json.path("user").path("login"));
        return login == null ? null : PlainText.shortened(PlainText.cleaned(login), NAME_LIMIT);
    }

    private static List<String> labels(JsonNode json) {
        List<String> labels = new ArrayList<>();
        json.path("labels")
                .forEach(label -> labels.add(
                        label.isTextual() ? label.asText() : label.path("name").asText("")));
        labels.removeIf(String::isBlank);
        return labels;
    }

    private static String logins(JsonNode users) {
        List<String> logins = new ArrayList<>();
        users.forEach(user -> logins.add(user.path("login").asText("")));
        return logins.stream().filter(login -> !login.isEmpty()).collect(Collectors.joining(", "));
    }

    private static void put(Map<String, String> attributes, String name, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            attributes.put(name, PlainText.cleaned(value.asText()));
        }
    }

    private static @Nullable String nullable(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Instant time(JsonNode value) {
        try {
            return value.isTextual() ? Instant.parse(value.textValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
