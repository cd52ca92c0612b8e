package dev.colophon.etl.source;

import dev.colophon.etl.git.CommitReader;
import dev.colophon.etl.git.GitDocument;
import dev.colophon.etl.git.GitRepositories;
import dev.colophon.etl.git.GitRepository;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.item.Items;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads a git repository: its documents as they are now, then the commits that are new, oldest first. Each batch of items
 * is one transaction with the run's progress and the prolonged lease, so that another instance goes on where this one
 * stopped, and no item is counted twice. The cursor moves with the last batch.
 *
 * <p>Blocks; callers give it a thread.
 */
@Component
class GitSync {

    private static final Logger log = LoggerFactory.getLogger(GitSync.class);

    private final GitRepositories repositories;
    private final Items items;
    private final SourceStore sources;
    private final SyncRunStore runs;
    private final SyncQueue schedule;
    private final WorkQueue queue;
    private final ClientTransactions transactions;
    private final SyncProperties settings;

    GitSync(
            GitRepositories repositories,
            Items items,
            SourceStore sources,
            SyncRunStore runs,
            SyncQueue schedule,
            WorkQueue queue,
            ClientTransactions transactions,
            SyncProperties settings) {
        this.repositories = repositories;
        this.items = items;
        this.sources = sources;
        this.runs = runs;
        this.schedule = schedule;
        this.queue = queue;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Runs to the end.
     *
     * @throws IOException where the repository cannot be read
     * @throws dev.colophon.persistence.work.LeaseLostException where another instance has taken the run up
     */
    void run(WorkItem work, SyncRun queued, Source source) throws IOException {
        UUID client = work.clientId();
        try (GitRepository repository = repositories.open(source.config().path())) {
            Map<String, String> current = repository.heads(source.config().branches());
            SyncRun run = required(transactions.inClient(client, runs.start(queued.id(), current)));
            Map<String, String> heads = run.heads() == null ? current : run.heads();
            List<GitDocument> documents = repository.documents(heads);
            GitItems drafts = new GitItems(client, source);
            List<ItemDraft> documentDrafts =
                    documents.stream().map(drafts::document).toList();
            Collection<String> known = run.full() ? List.of() : source.cursor().values();
            List<String> commits = repository.commits(heads.values(), known);
            log.info(
                    "run {} of source {}: {} documents, {} commits, from {}",
                    run.id(),
                    source.id(),
                    documents.size(),
                    commits.size(),
                    run.position());
            int position = captureDocuments(work, run, documentDrafts);
            captureCommits(work, run, repository, commits, documents.size(), position, drafts);
            finish(work, run, source, heads, documentDrafts);
        }
    }

    private int captureDocuments(WorkItem work, SyncRun run, List<ItemDraft> documents) {
        int position = run.position();
        while (position < documents.size()) {
            int end = Math.min(documents.size(), position + settings.batchSize());
            capture(work, run.id(), documents.subList(position, end), end, 0);
            position = end;
        }
        return position;
    }

    private void captureCommits(
            WorkItem work,
            SyncRun run,
            GitRepository repository,
            List<String> commits,
            int documents,
            int position,
            GitItems drafts) {
        try (CommitReader reader = repository.commitReader()) {
            for (int from = position - documents; from < commits.size(); from += settings.batchSize()) {
                int to = Math.min(commits.size(), from + settings.batchSize());
                List<ItemDraft> batch = read(reader, commits.subList(from, to), drafts);
                capture(work, run.id(), batch, documents + to, to - from - batch.size());
            }
        }
    }

    private static List<ItemDraft> read(CommitReader reader, List<String> commits, GitItems drafts) {
        List<ItemDraft> batch = new ArrayList<>(commits.size());
        for (String commit : commits) {
            try {
                batch.add(drafts.commit(reader.read(commit)));
            } catch (IOException | RuntimeException e) {
                log.warn("commit {} cannot be read: {}", commit, e.toString());
            }
        }
        return batch;
    }

    private void capture(WorkItem work, UUID runId, List<ItemDraft> batch, int position, int failed) {
        transactions
                .inClient(
                        work.clientId(),
                        queue.extend(List.of(work), settings.lease())
                                .then(items.capture(batch))
                                .flatMap(result -> runs.advance(runId, position, result, failed)))
                .block();
    }

    private void finish(
            WorkItem work, SyncRun run, Source source, Map<String, String> heads, List<ItemDraft> documents) {
        List<UUID> kept = documents.stream().map(ItemDraft::itemId).toList();
        transactions
                .inClient(
                        work.clientId(),
                        queue.complete(List.of(work))
                                .then(items.removeDocumentsExcept(
                                        work.clientId(), source.projectId(), source.id(), kept))
                                .flatMap(removed -> runs.succeed(run.id(), removed))
                                .then(sources.moveCursor(source.id(), heads))
                                .then(schedule.plan(work.clientId(), source)))
                .block();
        log.info("run {} of source {} succeeded", run.id(), source.id());
    }

    private static <T> T required(Mono<T> mono) {
        return mono.blockOptional().orElseThrow(() -> new IllegalStateException("the run is gone"));
    }
}
