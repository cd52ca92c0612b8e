package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.GitHubClient;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.RefusalException;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.etl.webhook.WebhookChanges.Removal;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One event of a repository that is read. What it shows whole is taken as it is, so that events in any order end with the
 * newest; the rest is asked for.
 */
final class GitHubEvent {

    private static final String BRANCH = "refs/heads/";

    private final Connection connection;
    private final GitHubConfig config;
    private final GitHubClient client;
    private final GitHubProperties settings;
    private final JsonNode payload;
    private final Repository repository;

    GitHubEvent(
            Connection connection,
            GitHubConfig config,
            GitHubClient client,
            GitHubProperties settings,
            JsonNode payload) {
        this.connection = connection;
        this.config = config;
        this.client = client;
        this.settings = settings;
        this.payload = payload;
        this.repository = Repository.of(payload.path("repository"), null);
    }

    WebhookChanges changes(String event) throws IOException, InterruptedException, SourceFailure {
        return switch (event) {
            case "issues", "issue_comment" -> issue(payload.path("issue"));
            case "pull_request", "pull_request_review", "pull_request_review_comment", "pull_request_review_thread" ->
                pullRequest(payload.path("pull_request"));
            case "push" -> push();
            // of no concern: ping, and what the next run sees for itself, as a repository's new name
            default -> WebhookChanges.none();
        };
    }

    private WebhookChanges issue(JsonNode issue) throws IOException, InterruptedException, SourceFailure {
        ThreadEntry entry = ThreadEntry.ofIssue(issue);
        String action = payload.path("action").asText("");
        if (entry.number() == 0) {
            return WebhookChanges.none();
        }
        if (payload.path("comment").isMissingNode() && (action.equals("deleted") || action.equals("transferred"))) {
            return removed(entry.kind(), entry.number());
        }
        boolean whole = issue.hasNonNull("state") && issue.hasNonNull("comments") && issue.has("body");
        boolean pull = entry.kind() == ItemKind.PULL_REQUEST;
        return read(whole && !pull ? entry : null, entry);
    }

    private WebhookChanges pullRequest(JsonNode pull) throws IOException, InterruptedException, SourceFailure {
        ThreadEntry entry = ThreadEntry.ofPullRequest(pull);
        return entry.number() == 0 ? WebhookChanges.none() : read(entry, entry);
    }

    /** @param shown the thread as the event shows it; null where it is to be asked for */
    private WebhookChanges read(@Nullable ThreadEntry shown, ThreadEntry entry)
            throws IOException, InterruptedException, SourceFailure {
        if (!config.includes(entry.kind())) {
            return WebhookChanges.none();
        }
        try {
            ThreadEntry whole = shown == null && entry.kind() == ItemKind.GITHUB_ISSUE ? asked(entry) : entry;
            if (whole == null) {
                return removed(entry.kind(), entry.number());
            }
            GitHubItems items = new GitHubItems(connection, repository);
            ItemDraft draft = new ThreadDetails(client, repository, whole, items, settings.comments()).read();
            return new WebhookChanges(List.of(draft), List.of());
        } catch (RefusalException e) {
            if (!e.gone()) {
                throw e;
            }
            return removed(entry.kind(), entry.number());
        }
    }

    /** An issue as it is now; null where it has moved to another repository. */
    private @Nullable ThreadEntry asked(ThreadEntry entry) throws IOException, InterruptedException, SourceFailure {
        JsonNode issue = client.get(client.at(repository.path() + "/issues/" + entry.number()))
                .body();
        String at = issue.path("repository_url").asText(repository.path());
        boolean here = at.endsWith(repository.path()) && issue.path("number").asInt() == entry.number();
        return here ? ThreadEntry.ofIssue(issue) : null;
    }

    private WebhookChanges removed(ItemKind kind, int number) {
        return config.includes(kind)
                ? new WebhookChanges(List.of(), List.of(new Removal(kind, repository.threadId(number))))
                : WebhookChanges.none();
    }

    private WebhookChanges push() throws IOException, InterruptedException, SourceFailure {
        String ref = payload.path("ref").asText("");
        boolean read = config.includes(ItemKind.COMMIT)
                && ref.startsWith(BRANCH)
                && config.coversBranch(ref.substring(BRANCH.length()), repository.defaultBranch());
        if (!read) {
            return WebhookChanges.none();
        }
        GitHubItems items = new GitHubItems(connection, repository);
        List<String> hashes = StreamSupport.stream(payload.path("commits").spliterator(), false)
                .map(commit -> commit.path("id").asText(""))
                .filter(sha -> sha.matches("[0-9a-f]{40,64}"))
                .limit(settings.pushedCommits())
                .toList();
        List<ItemDraft> drafts = new ArrayList<>();
        for (String sha : hashes) {
            try {
                drafts.add(new CommitDetails(client, repository, sha, items).read());
            } catch (RefusalException e) {
                if (!e.gone() && e.status() != 422) {
                    throw e;
                }
                // pushed away again meanwhile
            }
        }
        return new WebhookChanges(drafts, List.of());
    }
}
