package dev.colophon.etl.github;

import dev.colophon.etl.github.GitHubCursor.OfRepository;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands.
 *
 * @param repositories what it learnt of those that it has read, or is reading
 * @param done ids of those read
 * @param incomplete whether some could not be read
 * @param current id of the one being read
 * @param finished lists of the current one that are read
 * @param threads how far its threads are read
 * @param commits how far a branch of it is read
 */
record Checkpoint(
        Map<Long, OfRepository> repositories,
        Set<Long> done,
        boolean incomplete,
        long current,
        Set<String> finished,
        @Nullable SavedScan threads,
        @Nullable OfCommits commits) {

    Checkpoint {
        repositories = repositories == null ? new LinkedHashMap<>() : new LinkedHashMap<>(repositories);
        done = done == null ? new LinkedHashSet<>() : new LinkedHashSet<>(done);
        finished = finished == null ? new LinkedHashSet<>() : new LinkedHashSet<>(finished);
    }

    /**
     * @param head of the branch when its list was read
     * @param etag of the list's first page
     * @param captured how many of its new commits, oldest first
     */
    record OfCommits(String branch, String head, @Nullable String etag, int captured) {}
}
