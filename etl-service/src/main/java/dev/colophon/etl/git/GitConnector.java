package dev.colophon.etl.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.Connector;
import dev.colophon.etl.connector.Fields;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a git repository: its documents as they are now, then the commits that are new, oldest first. The heads that a run
 * reads up to are fixed when it starts, so that a resumed run walks the same way.
 */
@Component
class GitConnector implements Connector {

    private static final Logger log = LoggerFactory.getLogger(GitConnector.class);
    private static final int MAX_PATH = 1_000;
    private static final int MAX_BRANCHES = 200;

    private final GitRepositories repositories;

    GitConnector(GitRepositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public String type() {
        return "git";
    }

    @Override
    public JsonNode checked(JsonNode config) {
        Fields fields = Fields.ofConfig(config, Set.of("path", "branches"));
        String path = fields.required("path", MAX_PATH);
        List<String> branches = fields.texts("branches", MAX_BRANCHES);
        try (GitRepository repository = repositories.open(path)) {
            repository.heads(branches);
        } catch (IOException e) {
            throw fields.fault("path", "the repository cannot be read");
        } catch (RefusedRepositoryException e) {
            throw fields.fault("path", String.valueOf(e.getMessage()));
        }
        ObjectNode checked = JsonNodeFactory.instance.objectNode().put("path", path);
        ArrayNode named = checked.putArray("branches");
        branches.forEach(named::add);
        return checked;
    }

    @Override
    public JsonNode checkedCredentials(@Nullable JsonNode credentials) {
        Fields.ofCredentials(credentials, Set.of());
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ConnectionReport test(Connection connection) {
        try (GitRepository repository = open(connection)) {
            Map<String, String> heads = repository.heads(branches(connection));
            return heads.isEmpty()
                    ? ConnectionReport.fails("The repository has none of the branches, or no commit yet")
                    : ConnectionReport.works(
                            "The repository can be read", Map.of("branches", String.valueOf(heads.size())));
        } catch (IOException e) {
            return ConnectionReport.fails("The repository cannot be read: " + e.getMessage());
        } catch (RefusedRepositoryException e) {
            return ConnectionReport.fails("The path " + e.getMessage());
        }
    }

    @Override
    public void sync(SyncRun run) throws IOException, SourceFailure {
        try (GitRepository repository = open(run.connection())) {
            GitProgress progress = begun(run, repository);
            List<GitDocument> documents = repository.documents(progress.heads());
            Collection<String> known =
                    run.full() ? List.of() : GitProgress.heads(run.cursor()).values();
            List<String> commits = repository.commits(progress.heads().values(), known);
            log.info(
                    "source {}: {} documents, {} commits, from {}",
                    run.connection().sourceId(),
                    documents.size(),
                    commits.size(),
                    progress.position());
            GitItems items = new GitItems(run.connection());
            progress = captureDocuments(
                    run, documents.stream().map(items::document).toList(), progress);
            captureCommits(run, repository, commits, documents.size(), progress, items);
            run.finish(GitProgress.cursor(progress.heads()));
        } catch (RefusedRepositoryException e) {
            throw new SourceFailure("the repository " + e.getMessage(), false, null, e);
        }
    }

    private static GitProgress begun(SyncRun run, GitRepository repository) throws IOException {
        GitProgress saved = GitProgress.of(run.checkpoint());
        if (!saved.heads().isEmpty()) {
            return saved;
        }
        GitProgress fresh = new GitProgress(repository.heads(branches(run.connection())), 0);
        run.capture(List.of(), fresh.checkpoint());
        return fresh;
    }

    private static GitProgress captureDocuments(SyncRun run, List<ItemDraft> documents, GitProgress from) {
        GitProgress progress = from;
        while (progress.position() < documents.size()) {
            int end = Math.min(documents.size(), progress.position() + run.batchSize());
            List<ItemDraft> batch = documents.subList(progress.position(), end);
            progress = progress.at(end);
            run.capture(batch, progress.checkpoint());
        }
        run.seen(
                ItemKind.DOCUMENT, documents.stream().map(ItemDraft::externalId).toList());
        run.removeUnseen(ItemKind.DOCUMENT);
        return progress;
    }

    private static void captureCommits(
            SyncRun run,
            GitRepository repository,
            List<String> commits,
            int documents,
            GitProgress from,
            GitItems items) {
        try (CommitReader reader = repository.commitReader()) {
            int done = Math.max(0, from.position() - documents);
            while (done < commits.size()) {
                int end = Math.min(commits.size(), done + run.batchSize());
                List<ItemDraft> batch = read(run, reader, commits.subList(done, end), items);
                run.capture(batch, from.at(documents + end).checkpoint());
                done = end;
            }
        }
    }

    private static List<ItemDraft> read(SyncRun run, CommitReader reader, List<String> commits, GitItems items) {
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

    private GitRepository open(Connection connection) {
        return repositories.open(connection.config().path("path").asText());
    }

    private static List<String> branches(Connection connection) {
        List<String> branches = new ArrayList<>();
        connection.config().path("branches").forEach(branch -> branches.add(branch.asText()));
        return branches;
    }
}
