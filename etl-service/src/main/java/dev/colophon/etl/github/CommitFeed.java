package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.Checkpoint.OfCommits;
import dev.colophon.etl.github.GitHubCursor.OfBranch;
import dev.colophon.etl.github.GitHubCursor.OfRepository;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.Outcome;
import dev.colophon.etl.github.api.Pages;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.github.api.RefusalException;
import dev.colophon.etl.item.ItemDraft;
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
import java.util.stream.Stream;
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

    /** A commit of a list; complete where its details would tell no more. */
    private record Listed(String sha, @Nullable ItemDraft draft) {}

    void read(Repository repository) throws IOException, InterruptedException, SourceFailure {
        if (!run.full()) {
            capture(
                    repository,
                    progress.of(repository).failedCommits().stream()
                            .map(sha -> new Listed(sha, null))
                            .toList());
        }
        Map<String, @Nullable String> branches = branches(repository);
        for (Map.Entry<String, @Nullable String> branch : branches.entrySet()) {
            if (!progress.isBranchFinished(branch.getKey())) {
                read(repository, branch.getKey(), branch.getValue());
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

    private void read(Repository repository, String branch, @Nullable String head)
            throws IOException, InterruptedException, SourceFailure {
        OfBranch known = progress.of(repository).branches().get(branch);
        if (known != null && known.head().equals(head) && !run.full()) {
            progress.branchEnd(repository, branch, null);
            return;
        }
        try {
            walk(repository, branch, known);
        } catch (RefusalException e) {
            boolean empty = e.status() == 409;
            if (!empty && (e.status() != 404 || branch.equals(repository.defaultBranch()))) {
                throw e;
            }
            if (!empty) {
                progress.leaveIncomplete();
                run.failed(repository.name() + ":" + branch, null, "There is no branch " + branch);
            }
            progress.branchEnd(repository, branch, null);
        }
    }

    private void walk(Repository repository, String branch, @Nullable OfBranch known)
            throws IOException, InterruptedException, SourceFailure {
        OfCommits at = progress.commits(branch);
        String etag = known == null || at != null || run.full() ? null : known.etag();
        URI list = list(repository, at == null ? branch : at.head());
        Pages pages = new Pages(client, list, etag, settings);
        Answer first = pages.next();
        if (first == null || first.unchanged() || first.body().isEmpty()) {
            progress.branchEnd(repository, branch, null);
            return;
        }
        String head = first.body().get(0).path("sha").asText();
        OfCommits from = at == null ? new OfCommits(branch, head, first.etag(), 0) : at;
        List<Listed> commits = walk(repository, pages, first, from.head(), known);
        for (int begin = from.captured(); begin < commits.size(); begin += PAGE) {
            int end = Math.min(commits.size(), begin + PAGE);
            progress.commits(new OfCommits(branch, from.head(), from.etag(), end));
            capture(repository, commits.subList(begin, end));
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
        Set<String> heads = run.full() ? Set.of() : heads(repository, known);
        CommitWalk walk = new CommitWalk(head, heads);
        List<Listed> found = new ArrayList<>();
        for (Answer page = first; page != null && !walk.done(); page = walk.done() ? null : pages.next()) {
            if (page != first && !walk.metKnown() && !heads.isEmpty()) {
                knowWhereTheyParted(repository, walk, heads.iterator().next(), head);
                heads = Set.of();
            }
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

    /** Heads whose commits are captured, the branch's own first. */
    private Set<String> heads(Repository repository, @Nullable OfBranch known) {
        OfRepository captured = progress.of(repository);
        OfBranch main = captured.branches().get(repository.defaultBranch());
        Set<String> heads = new LinkedHashSet<>();
        Stream.of(known, main).forEach(branch -> {
            if (branch != null) {
                heads.add(branch.head());
            }
        });
        captured.branches().values().forEach(branch -> heads.add(branch.head()));
        return heads;
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

    private void capture(Repository repository, List<Listed> commits)
            throws IOException, InterruptedException, SourceFailure {
        if (commits.isEmpty()) {
            return;
        }
        GitHubItems items = new GitHubItems(run.connection(), repository);
        List<ItemDraft> drafts = new ArrayList<>();
        List<CommitDetails> details = new ArrayList<>();
        for (Listed commit : commits) {
            if (commit.draft() != null) {
                drafts.add(commit.draft());
            } else {
                details.add(new CommitDetails(client.client(), repository, commit.sha(), items));
            }
        }
        List<Outcome<CommitDetails, ItemDraft>> outcomes = client.each(details, CommitDetails::read);
        Failures.check(outcomes);
        List<String> failed = new ArrayList<>();
        List<String> read = new ArrayList<>();
        for (Outcome<CommitDetails, ItemDraft> outcome : outcomes) {
            String sha = outcome.input().sha();
            ItemDraft draft = outcome.value();
            Exception failure = outcome.failure();
            if (draft != null) {
                drafts.add(draft);
                read.add(sha);
            } else if (Failures.isGone(failure)) {
                read.add(sha);
            } else if (failure != null) {
                run.failed(repository.commitId(sha), null, Failures.words(failure));
                failed.add(sha);
            }
        }
        progress.commits(repository, failed, read);
        removeFormer(repository, commits);
        run.capture(drafts, progress.checkpoint());
    }

    private void removeFormer(Repository repository, List<Listed> commits) {
        String formerly = progress.of(repository).formerly();
        if (formerly != null) {
            commits.forEach(commit -> run.remove(ItemKind.COMMIT, Repository.commitId(formerly, commit.sha())));
        }
    }
}
