package dev.colophon.etl.git;

import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run over an open repository: its documents as they are now, then the commits that are new, oldest first, then what
 * is no longer on any branch. What a project has of a repository is what its branches hold: commits that a force push or
 * the end of a branch has thrown away are removed, those that the repository has forgotten meanwhile by the next full run.
 */
final class GitReading {

    private static final Logger log = LoggerFactory.getLogger(GitReading.class);
    private static final int BATCH_CHARACTERS = 4_000_000;

    private final SyncRun run;
    private final GitRepository repository;
    private final GitItems items;

    GitReading(SyncRun run, GitRepository repository) {
        this.run = run;
        this.repository = repository;
        this.items = new GitItems(run.connection());
    }

    void read(Collection<String> branches) throws IOException {
        GitProgress progress = begun(branches);
        Collection<String> heads = progress.heads().values();
        Collection<String> before = GitProgress.heads(run.cursor()).values();
        List<GitFile> documents = repository.documents(progress.heads());
        List<String> commits = repository.commits(heads, run.full() ? List.of() : before);
        log.info(
                "source {}: {} documents, {} commits, from {}",
                run.connection().sourceId(),
                documents.size(),
                commits.size(),
                progress.position());
        progress = captureDocuments(documents, progress);
        captureCommits(commits, documents.size(), progress);
        if (run.full()) {
            run.removeUnseen(ItemKind.COMMIT);
        } else {
            repository.abandoned(before, heads).forEach(commit -> run.remove(ItemKind.COMMIT, commit));
        }
        run.finish(GitProgress.cursor(progress.heads()));
    }

    /** Heads are fixed when a run begins, so that a resumed one walks the same way; unless they are gone meanwhile. */
    private GitProgress begun(Collection<String> branches) throws IOException {
        GitProgress saved = GitProgress.of(run.checkpoint());
        if (!saved.heads().isEmpty() && saved.heads().values().stream().allMatch(repository::holds)) {
            return saved;
        }
        GitProgress fresh = new GitProgress(repository.heads(branches), 0);
        run.capture(List.of(), fresh.checkpoint());
        return fresh;
    }

    private GitProgress captureDocuments(List<GitFile> files, GitProgress from) throws IOException {
        GitProgress progress = from;
        List<ItemDraft> batch = new ArrayList<>();
        int characters = 0;
        for (int next = progress.position(); next < files.size(); next++) {
            Optional<GitDocument> document = repository.document(files.get(next));
            if (document.isPresent()) {
                batch.add(items.document(document.get()));
                characters += document.get().text().length();
            }
            if (batch.size() >= run.batchSize() || characters > BATCH_CHARACTERS || next + 1 == files.size()) {
                progress = progress.at(next + 1);
                run.seen(
                        ItemKind.DOCUMENT,
                        batch.stream().map(ItemDraft::externalId).toList());
                run.capture(batch, progress.checkpoint());
                batch = new ArrayList<>();
                characters = 0;
            }
        }
        run.removeUnseen(ItemKind.DOCUMENT);
        return progress;
    }

    private void captureCommits(List<String> commits, int documents, GitProgress from) {
        try (CommitReader reader = repository.commitReader()) {
            int done = Math.max(0, from.position() - documents);
            while (done < commits.size()) {
                int end = Math.min(commits.size(), done + run.batchSize());
                List<ItemDraft> batch = read(reader, commits.subList(done, end));
                run.capture(batch, from.at(documents + end).checkpoint());
                done = end;
            }
        }
    }

    private List<ItemDraft> read(CommitReader reader, List<String> commits) {
        List<ItemDraft> batch = new ArrayList<>(commits.size());
        for (String commit : commits) {
            try {
                batch.add(items.commit(reader.read(commit)));
            } catch (IOException | RuntimeException e) {
                log.warn("commit {} cannot be read: {}", commit, e.toString());
                run.failed(commit, null, "the commit cannot be read: " + e.getMessage());
            }
        }
        return batch;
    }
}
