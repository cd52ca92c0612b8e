package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubClient;
import dev.colophon.etl.item.ItemDraft;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Asks for a commit with its files, of which each page has up to three hundred; the further pages are only counted. */
final class CommitDetails {

    private static final int MOST_PAGES = 10;

    private final GitHubClient client;
    private final Repository repository;
    private final String sha;
    private final GitHubItems items;
    private @Nullable JsonNode commit;
    private @Nullable URI next;
    private int files;
    private int pages;

    CommitDetails(GitHubClient client, Repository repository, String sha, GitHubItems items) {
        this.client = client;
        this.repository = repository;
        this.sha = sha;
        this.items = items;
    }

    String sha() {
        return sha;
    }

    ItemDraft read() throws IOException, InterruptedException, SourceFailure {
        JsonNode told = commit;
        if (told == null) {
            told = counted(client.get(client.at(repository.path() + "/commits/" + sha)));
            commit = told;
        }
        while (next != null && pages < MOST_PAGES) {
            counted(client.get(next));
        }
        return items.commit(told, files);
    }

    private JsonNode counted(Answer page) {
        files += page.body().path("files").size();
        pages++;
        next = page.next();
        return page.body();
    }
}
