package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.Checkpoint.OfCommits;
import dev.colophon.etl.github.CommitCapture.Listed;
import dev.colophon.etl.github.GitHubCursor.OfBranch;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.Pages;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.github.api.RefusalException;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the commits of a repository's branches: from each head back to what is known, captured oldest first. */
final class CommitFeed {

    private static final int PAGE = 100;

    private final SyncRun run;
    private final GitHubConfig config;
    private final PatientClient client;
    private final GitHubProperties settings;
    private final Progress progress;

    CommitFeed(SyncRun run, GitHubConfig config, PatientClient client, GitHubProperties settings, Progress progress) {
        this.run = run;
        this.config = config;
        this.client = client;
        this.settings = settings;
        this.progress = progress;
    }

    void read(Repository repository) throws IOException, InterruptedException, SourceFailure {
        CommitCapture capture = new CommitCapture(run, client, progress, repository);
        if (!run.full()) {
            capture.captureFailed(progress.of(repository).failedCommits());
        }
        Map<String, @Nullable String> branches = branches(repository);
        for (Map.Entry<String, @Nullable String> branch : branches.entrySet()) {
            if (!progress.isBranchFinished(branch.getKey())) {
                read(repository, branch.getKey(), branch.getValue(), capture);
            }
        }
        progress.keepBranches(repository, branches.keySet());
    }

    /** The branches to read, the default branch first, with their heads where these are known already. */
    private Map<String, @Nullable String> branches(Repository repository)
            throws IOException, InterruptedException, SourceFailure {
        Map<String, @Nullable String> branches = new LinkedHashMap<>();
        boolean all = config.branches().contains(GitHubConfig.ALL_BRANCHES);
        if (all || config.branches().isEmpty() || config.branches().contains(repository.defaultBranch())) {
            branches.put(repository.defaultBranch(), null);
        }
        if (!all) {
            config.branches().forEach(branch -> branches.putIfAbsent(branch, null));
            return branches;
        }
        Pages pages = new Pages(client, client.at(repository.path() + "/branches?per_page=" + PAGE), null, settings);
        for (Answer page = pages.next(); page != null; page = pages.next()) {
            page.body()
                    .forEach(branch -> branches.put(
                            branch.path("name").asText(),
                            branch.path("commit").path("sha").asText(null)));
        }
        return branches;
    }

    private void read(Repository repository, String branch, @Nullable String head, CommitCapture capture)
            throws IOException, InterruptedException, SourceFailure {
        OfBranch known = progress.of(repository).branches().get(branch);
        if (known != null && known.head().equals(head) && !run.full()) {
            progress.branchEnd(repository, branch, null);
            return;
        }
        try {
            walk(repository, branch, known, capture);
        } catch (RefusalException e) {
            boolean empty = e.status() == 409;
            if (!empty && (e.status() != 404 || branch.equals(repository.defaultBranch()))) {
                throw e;
            }
            if (!empty) {
                run.failed(repository.name() + ":" + branch, null, "There is no branch " + branch);
            }
            progress.branchGone(repository, branch);
        }
    }

    private void walk(Repository repository, String branch, @Nullable OfBranch known, CommitCapture capture)
            throws IOException, InterruptedException, SourceFailure {
        OfCommits at = progress.commits(branch);
        String etag = known == null || at != null || run.full() ? null : known.etag();
        URI list = list(repository, at == null ? branch : at.head());
        Pages pages = new Pages(client, list, etag, settings);
        Answer first = pages.next();
        if (first == null || first.unchanged()) {
            progress.branchEnd(repository, branch, null);
            return;
        }
        if (first.body().isEmpty()) {
            progress.branchGone(repository, branch);
            return;
        }
        String head = first.body().get(0).path("sha").asText();
        OfCommits from = at == null ? new OfCommits(branch, head, first.etag(), 0) : at;
        List<Listed> commits = walk(repository, pages, first, from.head(), known);
        for (int begin = from.captured(); begin < commits.size(); begin += PAGE) {
            int end = Math.min(commits.size(), begin + PAGE);
            progress.commits(new OfCommits(branch, from.head(), from.etag(), end));
            capture.capture(commits.subList(begin, end));
        }
        progress.branchEnd(repository, branch, new OfBranch(from.head(), from.etag()));
    }

    private URI list(Repository repository, String revision) {
        String since = config.since() == null ? "" : "&since=" + config.since();
        return client.at(repository.path() + "/commits?sha=" + URLEncoder.encode(revision, StandardCharsets.UTF_8)
                + "&per_page=" + PAGE + since);
    }

    /** What is new, oldest first. */
    private List<Listed> walk(Repository repository, Pages pages, Answer first, String head, @Nullable OfBranch known)
            throws IOException, InterruptedException, SourceFailure {
        GitHubItems items = new GitHubItems(run.connection(), repository);
        Set<String> heads = heads(repository, known);
        CommitWalk walk = new CommitWalk(head, heads);
        if (!heads.isEmpty() && !walk.done() && !contains(first, heads)) {
            knowWhereTheyParted(repository, walk, heads.iterator().next(), head);
        }
        List<Listed> found = new ArrayList<>();
        for (Answer page = first; page != null && !walk.done(); page = walk.done() ? null : pages.next()) {
            List<String> seen = new ArrayList<>();
            for (JsonNode commit : page.body()) {
                String sha = commit.path("sha").asText();
                if (walk.isNew(sha, parents(commit))) {
                    seen.add(repository.commitId(sha));
                    boolean merge = commit.path("parents").size() > 1;
                    found.add(new Listed(sha, merge ? items.commit(commit, 0) : null));
                }
            }
            if (run.full()) {
                run.seen(ItemKind.COMMIT, seen);
            }
        }
        Collections.reverse(found);
        return found;
    }

    /** Heads whose commits are captured, the branch's own first; in a full run those that it has read itself. */
    private Set<String> heads(Repository repository, @Nullable OfBranch known) {
        Map<String, OfBranch> captured = progress.of(repository).branches();
        Set<String> heads = new LinkedHashSet<>();
        if (known != null && !run.full()) {
            heads.add(known.head());
        }
        captured.forEach((branch, at) -> {
            if (!run.full() || progress.isBranchFinished(branch)) {
                heads.add(at.head());
            }
        });
        return heads;
    }

    private static boolean contains(Answer page, Set<String> hashes) {
        return StreamSupport.stream(page.body().spliterator(), false)
                .anyMatch(commit -> hashes.contains(commit.path("sha").asText()));
    }

    private static List<String> parents(JsonNode commit) {
        List<String> parents = new ArrayList<>();
        commit.path("parents").forEach(parent -> parents.add(parent.path("sha").asText()));
        return parents;
    }

    /** Behind a history that was written anew, and for a new branch: from where on it is the known one. */
    private void knowWhereTheyParted(Repository repository, CommitWalk walk, String known, String head)
            throws IOException, InterruptedException, SourceFailure {
        try {
            URI comparison = client.at(repository.path() + "/compare/" + known + "..." + head + "?per_page=1");
            String base = client.get(comparison, null)
                    .body()
                    .path("merge_base_commit")
                    .path("sha")
                    .asText("");
            if (!base.isEmpty()) {
                walk.know(base);
            }
        } catch (RefusalException e) {
            if (e.retriable() || e.unauthorised()) {
                throw e;
            }
            // the known history is gone, or has nothing in common with this one: everything is new
        }
    }
}
