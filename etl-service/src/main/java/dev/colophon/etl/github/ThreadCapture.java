package dev.colophon.etl.github;

import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.Outcome;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Captures threads with their details; what cannot be read is noted, and tried again by the next run. */
final class ThreadCapture {

    private static final int BATCH = 100;

    private final SyncRun run;
    private final GitHubConfig config;
    private final PatientClient client;
    private final GitHubProperties settings;
    private final Progress progress;
    private final Repository repository;
    private final GitHubItems items;

    ThreadCapture(
            SyncRun run,
            GitHubConfig config,
            PatientClient client,
            GitHubProperties settings,
            Progress progress,
            Repository repository) {
        this.run = run;
        this.config = config;
        this.client = client;
        this.settings = settings;
        this.progress = progress;
        this.repository = repository;
        this.items = new GitHubItems(run.connection(), repository);
    }

    /** Notes in a full run what is there. */
    void see(List<ThreadEntry> entries) {
        if (!run.full()) {
            return;
        }
        for (ItemKind kind : List.of(ItemKind.GITHUB_ISSUE, ItemKind.PULL_REQUEST)) {
            List<String> ids = entries.stream()
                    .filter(entry -> entry.kind() == kind && config.includes(kind))
                    .map(entry -> repository.threadId(entry.number()))
                    .toList();
            if (!ids.isEmpty()) {
                run.seen(kind, ids);
            }
        }
    }

    /** Captures in one go, with the checkpoint. */
    void capture(List<ThreadEntry> entries) throws IOException, InterruptedException, SourceFailure {
        List<ThreadDetails> details = entries.stream()
                .map(entry -> new ThreadDetails(client.client(), repository, entry, items, settings.comments()))
                .toList();
        List<Outcome<ThreadDetails, ItemDraft>> outcomes = client.each(details, ThreadDetails::read);
        Failures.check(outcomes);
        List<ItemDraft> drafts = new ArrayList<>();
        List<Integer> failed = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        for (Outcome<ThreadDetails, ItemDraft> outcome : outcomes) {
            ThreadEntry entry = outcome.input().entry();
            ItemDraft draft = outcome.value();
            Exception failure = outcome.failure();
            if (draft != null) {
                drafts.add(draft);
                read.add(entry.number());
            } else if (failure != null) {
                String url = entry.json().path("html_url").asText(null);
                run.failed(repository.threadId(entry.number()), url, Failures.words(failure));
                failed.add(entry.number());
            }
        }
        progress.threads(repository, failed, read);
        removeFormer(entries);
        run.capture(drafts, progress.checkpoint());
    }

    /** Under the name that the repository had before. */
    private void removeFormer(List<ThreadEntry> entries) {
        String formerly = progress.of(repository).formerly();
        if (formerly != null) {
            entries.forEach(entry -> run.remove(entry.kind(), Repository.threadId(formerly, entry.number())));
        }
    }

    /** Tries again what earlier runs could not read, and finds what of it is gone. */
    void captureFailed(List<Integer> numbers) throws IOException, InterruptedException, SourceFailure {
        List<Outcome<Integer, ThreadEntry>> outcomes = client.each(
                numbers,
                number -> ThreadEntry.ofIssue(client.client()
                        .get(client.at(repository.path() + "/issues/" + number))
                        .body()));
        Failures.check(outcomes);
        List<ThreadEntry> there = new ArrayList<>();
        List<Integer> gone = new ArrayList<>();
        for (Outcome<Integer, ThreadEntry> outcome : outcomes) {
            ThreadEntry entry = outcome.value();
            if (entry != null && config.includes(entry.kind())) {
                there.add(entry);
            } else if (Failures.isGone(outcome.failure())) {
                gone.add(outcome.input());
                run.remove(ItemKind.GITHUB_ISSUE, repository.threadId(outcome.input()));
                run.remove(ItemKind.PULL_REQUEST, repository.threadId(outcome.input()));
            }
        }
        progress.threads(repository, List.of(), gone);
        for (int from = 0; from < there.size(); from += BATCH) {
            capture(there.subList(from, Math.min(there.size(), from + BATCH)));
        }
    }
}
