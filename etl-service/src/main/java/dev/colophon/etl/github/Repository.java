package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A repository that is read.
 *
 * @param id stays when the repository is renamed or given to somebody else
 * @param name with its owner, as it is called now
 * @param etag of its description; null where it came in a list
 */
record Repository(
        long id,
        String name,
        String defaultBranch,
        @Nullable String etag) {

    static Repository of(JsonNode json, @Nullable String etag) {
        return new Repository(
                json.path("id").asLong(),
                json.path("full_name").asText(),
                json.path("default_branch").asText(""),
                etag);
    }

    String path() {
        return "/repos/" + name;
    }

    String threadId(int number) {
        return threadId(name, number);
    }

    static String threadId(String repository, int number) {
        return repository + "#" + number;
    }

    String commitId(String sha) {
        return commitId(name, sha);
    }

    static String commitId(String repository, String sha) {
        return repository + "@" + sha;
    }
}
