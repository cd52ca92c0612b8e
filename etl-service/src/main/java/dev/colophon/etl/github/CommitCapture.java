package dev.colophon.etl.github;

import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.api.Outcome;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Captures commits with their files; what cannot be read is noted, and tried once more by the next run. */
final class CommitCapture {

    /**
     * A commit of a list.
     *
     * @param draft null where its details would tell more
     */
    record Listed(String sha, @Nullable ItemDraft draft) {}

    private final SyncRun run;
    private final PatientClient client;
    private final Progress progress;
    private final Repository repository;
    private final GitHubItems items;

    CommitCapture(SyncRun run, PatientClient client, Progress progress, Repository repository) {
        this.run = run;
        this.client = client;
        this.progress = progress;
        this.repository = repository;
        this.items = new GitHubItems(run.connection(), repository);
    }

    /** Captures in one go, with the checkpoint. */
    void capture(List<Listed> commits) throws IOException, InterruptedException, SourceFailure {
        List<ItemDraft> drafts = new ArrayList<>();
        List<CommitDetails> details = new ArrayList<>();
        for (Listed commit : commits) {
            if (commit.draft() != null) {
                drafts.add(commit.draft());
            } else {
                details.add(new CommitDetails(client.client(), repository, commit.sha(), items));
            }
        }
        List<String> failed = new ArrayList<>();
        for (Outcome<CommitDetails, ItemDraft> outcome : outcomes(details)) {
            String sha = outcome.input().sha();
            if (outcome.value() != null) {
                drafts.add(outcome.value());
            } else if (outcome.failure() != null) {
                run.failed(repository.commitId(sha), null, Failures.words(outcome.failure()));
                failed.add(sha);
            }
        }
        progress.commits(repository, failed, List.of());
        removeFormer(commits);
        run.capture(drafts, progress.checkpoint());
    }

    private List<Outcome<CommitDetails, ItemDraft>> outcomes(List<CommitDetails> details)
            throws IOException, InterruptedException, SourceFailure {
        List<Outcome<CommitDetails, ItemDraft>> outcomes = client.each(details, CommitDetails::read);
        Failures.check(outcomes);
        return outcomes;
    }

    private void removeFormer(List<Listed> commits) {
        String formerly = progress.of(repository).formerly();
        if (formerly != null) {
            commits.forEach(commit -> run.remove(ItemKind.COMMIT, Repository.commitId(formerly, commit.sha())));
        }
    }

    /** Tries again what earlier runs could not read; what is refused again is given up. */
    void captureFailed(List<String> hashes) throws IOException, InterruptedException, SourceFailure {
        if (hashes.isEmpty()) {
            return;
        }
        List<CommitDetails> details = hashes.stream()
                .map(sha -> new CommitDetails(client.client(), repository, sha, items))
                .toList();
        List<ItemDraft> drafts = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        for (Outcome<CommitDetails, ItemDraft> outcome : outcomes(details)) {
            String sha = outcome.input().sha();
            Exception failure = outcome.failure();
            if (outcome.value() != null) {
                drafts.add(outcome.value());
            } else if (failure != null) {
                run.failed(repository.commitId(sha), null, Failures.words(failure));
            }
            if (failure == null || !Failures.isPassing(failure)) {
                settled.add(sha);
            }
        }
        progress.commits(repository, List.of(), settled);
        run.capture(drafts, progress.checkpoint());
    }
}
