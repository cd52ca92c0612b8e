package dev.colophon.etl.github;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves to the next.
 *
 * @param repositories by their id, which stays when they are renamed
 * @param sweptAt when failed deliveries were looked for, milliseconds since 1970
 * @param sweepAllowed whether the credentials could see deliveries then
 */
record GitHubCursor(
        Map<Long, OfRepository> repositories,
        @Nullable Long sweptAt,
        @Nullable Boolean sweepAllowed) {

    GitHubCursor {
        repositories = repositories == null ? Map.of() : new LinkedHashMap<>(repositories);
    }

    /**
     * How far a repository is captured.
     *
     * @param name under which its items are captured
     * @param formerly the name before, while items are still captured under it
     * @param etag of its description
     * @param branches by name
     * @param failedThreads numbers of what could not be read
     * @param failedCommits hashes of what could not be read
     */
    record OfRepository(
            String name,
            String defaultBranch,
            @Nullable String formerly,
            @Nullable String etag,
            @Nullable OfThreads threads,
            Map<String, OfBranch> branches,
            List<Integer> failedThreads,
            List<String> failedCommits) {

        OfRepository {
            branches = branches == null ? Map.of() : new LinkedHashMap<>(branches);
            failedThreads = failedThreads == null ? List.of() : List.copyOf(failedThreads);
            failedCommits = failedCommits == null ? List.of() : List.copyOf(failedCommits);
        }

        static OfRepository fresh(Repository repository, @Nullable String formerly) {
            return new OfRepository(
                    repository.name(),
                    repository.defaultBranch(),
                    formerly,
                    repository.etag(),
                    null,
                    Map.of(),
                    List.of(),
                    List.of());
        }

        OfRepository describedBy(Repository repository) {
            return new OfRepository(
                    name,
                    repository.defaultBranch(),
                    formerly,
                    repository.etag(),
                    threads,
                    branches,
                    failedThreads,
                    failedCommits);
        }

        OfRepository withThreads(OfThreads read) {
            return new OfRepository(name, defaultBranch, formerly, etag, read, branches, failedThreads, failedCommits);
        }

        OfRepository withFailedThreads(List<Integer> failed) {
            return new OfRepository(name, defaultBranch, formerly, etag, threads, branches, failed, failedCommits);
        }

        OfRepository withFailedCommits(List<String> failed) {
            return new OfRepository(name, defaultBranch, formerly, etag, threads, branches, failedThreads, failed);
        }

        OfRepository withBranches(Map<String, OfBranch> read) {
            return new OfRepository(name, defaultBranch, formerly, etag, threads, read, failedThreads, failedCommits);
        }

        OfRepository complete() {
            return new OfRepository(name, defaultBranch, null, etag, threads, branches, failedThreads, failedCommits);
        }
    }

    /**
     * @param until the newest change captured, milliseconds since 1970; zero for none
     * @param recent versions by number of what was captured shortly before
     * @param url of a list that had one page
     * @param etag of that page
     */
    record OfThreads(
            long until,
            Map<Integer, Long> recent,
            @Nullable String url,
            @Nullable String etag) {

        OfThreads {
            recent = recent == null ? Map.of() : Map.copyOf(recent);
        }
    }

    /**
     * @param head up to which everything is captured
     * @param etag of the list's first page
     */
    record OfBranch(String head, @Nullable String etag) {}
}
