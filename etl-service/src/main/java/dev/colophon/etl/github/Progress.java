package dev.colophon.etl.github;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.Checkpoint.OfCommits;
import dev.colophon.etl.github.GitHubCursor.OfBranch;
import dev.colophon.etl.github.GitHubCursor.OfRepository;
import dev.colophon.etl.github.GitHubCursor.OfThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run has learnt, and where it stands: its checkpoint at any moment, the next run's cursor at its end. */
final class Progress {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_EMPTY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int MOST_FAILED = 1_000;

    private final GitHubCursor before;
    private final Map<Long, OfRepository> repositories;
    private final Set<Long> done;
    private final Set<String> finished;
    private boolean incomplete;
    private long current;
    private @Nullable SavedScan threads;
    private @Nullable OfCommits commits;

    private Progress(GitHubCursor before, Checkpoint saved) {
        this.before = before;
        this.repositories = saved.repositories();
        this.done = saved.done();
        this.finished = saved.finished();
        this.incomplete = saved.incomplete();
        this.current = saved.current();
        this.threads = saved.threads();
        this.commits = saved.commits();
    }

    static Progress of(SyncRun run) {
        GitHubCursor cursor = read(run.cursor(), GitHubCursor.class, new GitHubCursor(Map.of(), null, null));
        Checkpoint none = new Checkpoint(Map.of(), Set.of(), false, 0, Set.of(), null, null);
        return new Progress(cursor, read(run.checkpoint(), Checkpoint.class, none));
    }

    /** What cannot be read any more is as good as none: everything is read again, and nothing is lost. */
    private static <T> T read(JsonNode json, Class<T> type, T otherwise) {
        try {
            return json.isEmpty() ? otherwise : JSON.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            log.warn("a {} cannot be read and is left out: {}", type.getSimpleName(), e.getOriginalMessage());
            return otherwise;
        }
    }

    GitHubCursor before() {
        return before;
    }

    boolean isDone(Repository repository) {
        return done.contains(repository.id());
    }

    /** Goes over to a repository, or back to the one that an interrupted run was at. */
    void begin(Repository repository) {
        if (current != repository.id()) {
            current = repository.id();
            finished.clear();
            threads = null;
            commits = null;
        }
        repositories.computeIfAbsent(repository.id(), id -> begun(repository));
    }

    private OfRepository begun(Repository repository) {
        OfRepository known = before.repositories().get(repository.id());
        if (known == null) {
            return OfRepository.fresh(repository, null);
        }
        if (!known.name().equals(repository.name())) {
            return OfRepository.fresh(repository, known.name());
        }
        return known.describedBy(repository);
    }

    /** How far a repository that was begun is captured. */
    OfRepository of(Repository repository) {
        OfRepository found = repositories.get(repository.id());
        if (found == null) {
            throw new IllegalStateException("not begun: " + repository.name());
        }
        return found;
    }

    void end(Repository repository) {
        repositories.put(repository.id(), of(repository).complete());
        done.add(repository.id());
        current = 0;
    }

    boolean incomplete() {
        return incomplete;
    }

    /** Notes that something could not be read, so that nothing may be taken for gone. */
    void leaveIncomplete() {
        incomplete = true;
    }

    boolean isFinished(String list) {
        return finished.contains(list);
    }

    @Nullable
    SavedScan threads() {
        return threads;
    }

    void threads(ThreadScan scan) {
        threads = scan.saved();
    }

    void threadsEnd(Repository repository, OfThreads read) {
        repositories.put(repository.id(), of(repository).withThreads(read));
        finished.add("threads");
        threads = null;
    }

    @Nullable
    OfCommits commits(String branch) {
        OfCommits at = commits;
        return at != null && at.branch().equals(branch) ? at : null;
    }

    void commits(OfCommits at) {
        commits = at;
    }

    void branchEnd(Repository repository, String branch, @Nullable OfBranch read) {
        if (read != null) {
            Map<String, OfBranch> branches = new LinkedHashMap<>(of(repository).branches());
            branches.put(branch, read);
            repositories.put(repository.id(), of(repository).withBranches(branches));
        }
        finished.add("branch " + branch);
        commits = null;
    }

    void branchGone(Repository repository, String branch) {
        Map<String, OfBranch> branches = new LinkedHashMap<>(of(repository).branches());
        branches.remove(branch);
        repositories.put(repository.id(), of(repository).withBranches(branches));
        branchEnd(repository, branch, null);
    }

    boolean isBranchFinished(String branch) {
        return isFinished("branch " + branch);
    }

    /** Forgets branches that are not there any more, or not read any more. */
    void keepBranches(Repository repository, Collection<String> branches) {
        Map<String, OfBranch> kept = new LinkedHashMap<>(of(repository).branches());
        kept.keySet().retainAll(Set.copyOf(branches));
        repositories.put(repository.id(), of(repository).withBranches(kept));
    }

    /** Notes what could not be read, for the next run, and what now could. */
    void threads(Repository repository, Collection<Integer> failed, Collection<Integer> read) {
        repositories.put(
                repository.id(),
                of(repository).withFailedThreads(changed(of(repository).failedThreads(), failed, read)));
    }

    /** As for threads. */
    void commits(Repository repository, Collection<String> failed, Collection<String> read) {
        repositories.put(
                repository.id(),
                of(repository).withFailedCommits(changed(of(repository).failedCommits(), failed, read)));
    }

    private static <T> List<T> changed(List<T> before, Collection<T> more, Collection<T> less) {
        Set<T> all = new LinkedHashSet<>(before);
        all.removeAll(Set.copyOf(less));
        all.addAll(more);
        return new ArrayList<>(all).subList(Math.max(0, all.size() - MOST_FAILED), all.size());
    }

    JsonNode checkpoint() {
        return JSON.valueToTree(new Checkpoint(repositories, done, incomplete, current, finished, threads, commits));
    }

    /**
     * @param there all repositories that there are; what is known of others is forgotten
     */
    JsonNode cursor(Collection<Long> there, @Nullable Long sweptAt, @Nullable Boolean sweepAllowed) {
        Map<Long, OfRepository> all = new LinkedHashMap<>(before.repositories());
        done.forEach(id -> all.put(id, repositories.get(id)));
        all.keySet().retainAll(Set.copyOf(there));
        return JSON.valueToTree(new GitHubCursor(all, sweptAt, sweepAllowed));
    }
}
