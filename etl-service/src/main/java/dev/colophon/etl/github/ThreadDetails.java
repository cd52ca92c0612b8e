package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.GitHubClient;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what a list does not tell of an issue or a pull request, and only for what is there. What was answered before a
 * limit was met is not asked for again. For one thread at a time.
 */
final class ThreadDetails {

    private final GitHubClient client;
    private final Repository repository;
    private final ThreadEntry entry;
    private final GitHubItems items;
    private final int most;
    private @Nullable JsonNode pull;
    private @Nullable List<JsonNode> reviews;
    private @Nullable List<JsonNode> reviewComments;
    private @Nullable List<JsonNode> comments;

    ThreadDetails(GitHubClient client, Repository repository, ThreadEntry entry, GitHubItems items, int most) {
        this.client = client;
        this.repository = repository;
        this.entry = entry;
        this.items = items;
        this.most = most;
        this.pull = complete(entry.json()) ? entry.json() : null;
    }

    ThreadEntry entry() {
        return entry;
    }

    private static boolean complete(JsonNode json) {
        return json.hasNonNull("additions") && json.hasNonNull("review_comments") && json.hasNonNull("comments");
    }

    ItemDraft read() throws IOException, InterruptedException, SourceFailure {
        return entry.kind() == ItemKind.PULL_REQUEST ? pullRequest() : issue();
    }

    private ItemDraft issue() throws IOException, InterruptedException, SourceFailure {
        return items.issue(entry.json(), comments(entry.json()));
    }

    private ItemDraft pullRequest() throws IOException, InterruptedException, SourceFailure {
        JsonNode told = pull;
        if (told == null) {
            told = client.get(at("/pulls/", "")).body();
            pull = told;
        }
        if (reviews == null) {
            reviews = telling(ListEnd.of(client, at("/pulls/", "/reviews?per_page=100"), 100));
        }
        if (reviewComments == null) {
            reviewComments = told.path("review_comments").asInt(1) == 0
                    ? List.of()
                    : ListEnd.of(client, at("/pulls/", "/comments?per_page=100"), most);
        }
        return items.pullRequest(told, reviews, reviewComments, comments(told));
    }

    private List<JsonNode> comments(JsonNode thread) throws IOException, InterruptedException, SourceFailure {
        List<JsonNode> told = comments;
        if (told == null) {
            told = thread.path("comments").asInt(1) == 0
                    ? List.of()
                    : ListEnd.of(client, at("/issues/", "/comments?per_page=100"), most);
            comments = told;
        }
        return told;
    }

    /** Reviews that say more than that there are comments, the last of them. */
    private List<JsonNode> telling(List<JsonNode> all) {
        List<JsonNode> telling = new ArrayList<>();
        for (JsonNode review : all) {
            String state = review.path("state").asText("");
            boolean verdict = !state.equalsIgnoreCase("commented") && !state.equalsIgnoreCase("pending");
            boolean words = !review.path("body").asText("").isBlank();
            if (verdict || (words && !state.equalsIgnoreCase("pending"))) {
                telling.add(review);
            }
        }
        return List.copyOf(telling.subList(Math.max(0, telling.size() - most), telling.size()));
    }

    private URI at(String collection, String rest) {
        return client.at(repository.path() + collection + entry.number() + rest);
    }
}
