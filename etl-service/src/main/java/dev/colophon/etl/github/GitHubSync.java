package dev.colophon.etl.github;

import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.RepositoryList.Found;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.github.api.RefusalException;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: repository after repository, its threads and then its commits. For one thread. */
final class GitHubSync {

    private final SyncRun run;
    private final GitHubConfig config;
    private final PatientClient client;
    private final DeliverySweep sweep;
    private final GitHubProperties settings;
    private final Progress progress;
    private int read;
    private @Nullable RefusalException refusal;

    GitHubSync(SyncRun run, GitHubConfig config, PatientClient client, DeliverySweep sweep, GitHubProperties settings) {
        this.run = run;
        this.config = config;
        this.client = client;
        this.sweep = sweep;
        this.settings = settings;
        this.progress = Progress.of(run);
    }

    void run() throws IOException, InterruptedException, SourceFailure {
        Found found = new RepositoryList(client, config, settings, progress.before()).read();
        for (Map.Entry<String, RefusalException> failure : found.failures().entrySet()) {
            refused(failure.getKey(), failure.getValue());
        }
        for (Repository repository : found.repositories()) {
            if (progress.isDone(repository)) {
                read++;
            } else {
                read(repository);
            }
        }
        if (read == 0 && refusal != null) {
            throw SourceFailure.lasting(Failures.words(refusal));
        }
        if (run.full() && !progress.incomplete()) {
            List.of(ItemKind.GITHUB_ISSUE, ItemKind.PULL_REQUEST, ItemKind.COMMIT)
                    .forEach(run::removeUnseen);
        }
        finish(found);
    }

    private void read(Repository repository) throws IOException, InterruptedException, SourceFailure {
        progress.begin(repository);
        try {
            if (config.includesThreads()) {
                new ThreadFeed(run, config, client, settings, progress).read(repository);
            }
            if (config.includes(ItemKind.COMMIT)) {
                new CommitFeed(run, config, client, settings, progress).read(repository);
            }
            progress.end(repository);
            read++;
        } catch (RefusalException e) {
            if (e.unauthorised() || e.retriable()) {
                throw e;
            }
            refused(repository.name(), e);
        }
    }

    private void refused(String name, RefusalException failure) {
        run.failed(name, null, Failures.words(failure));
        progress.leaveIncomplete();
        refusal = refusal == null ? failure : refusal;
    }

    private void finish(Found found) throws IOException, InterruptedException, SourceFailure {
        GitHubCursor before = progress.before();
        DeliverySweep.Result swept = sweep.sweep(found.repositories(), before);
        List<Long> there = Stream.concat(
                        found.repositories().stream().map(Repository::id),
                        // what could not be read is perhaps not gone
                        progress.incomplete() ? before.repositories().keySet().stream() : Stream.empty())
                .collect(Collectors.toList());
        run.finish(progress.cursor(there, swept.at(), swept.allowed()));
    }
}
