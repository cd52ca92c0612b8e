package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.GitHubCursor.OfRepository;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.Pages;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.github.api.RefusalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which repositories a source has now, under their names of now. */
final class RepositoryList {

    /**
     * @param failures why those by that name are not among them
     */
    record Found(List<Repository> repositories, Map<String, RefusalException> failures) {}

    private final PatientClient client;
    private final GitHubConfig config;
    private final GitHubProperties settings;
    private final GitHubCursor cursor;

    RepositoryList(PatientClient client, GitHubConfig config, GitHubProperties settings, GitHubCursor cursor) {
        this.client = client;
        this.config = config;
        this.settings = settings;
        this.cursor = cursor;
    }

    Found read() throws IOException, InterruptedException, SourceFailure {
        return config.repositories().isEmpty() ? ofAccount() : named();
    }

    private Found named() throws IOException, InterruptedException, SourceFailure {
        Map<Long, Repository> found = new LinkedHashMap<>();
        Map<String, RefusalException> failures = new LinkedHashMap<>();
        for (String name : config.repositories()) {
            try {
                Repository repository = named(name);
                found.putIfAbsent(repository.id(), repository);
            } catch (RefusalException e) {
                if (e.unauthorised() || e.retriable()) {
                    throw e;
                }
                failures.put(name, e);
            }
        }
        return new Found(List.copyOf(found.values()), failures);
    }

    private Repository named(String name) throws IOException, InterruptedException, SourceFailure {
        Map.Entry<Long, OfRepository> known = known(name);
        String etag = known == null ? null : known.getValue().etag();
        Answer answer = client.get(client.at("/repos/" + name), etag);
        if (answer.unchanged() && known != null) {
            OfRepository before = known.getValue();
            return new Repository(known.getKey(), before.name(), before.defaultBranch(), etag);
        }
        if (!answer.body().path("id").isIntegralNumber()) {
            throw SourceFailure.lasting("What is at the configured address does not answer as GitHub's API does");
        }
        return Repository.of(answer.body(), answer.etag());
    }

    private Map.@Nullable Entry<Long, OfRepository> known(String name) {
        return cursor.repositories().entrySet().stream()
                .filter(entry -> entry.getValue().name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private Found ofAccount() throws IOException, InterruptedException, SourceFailure {
        if (config.organization() != null) {
            return new Found(listed("/orgs/" + config.organization() + "/repos?type=all&per_page=100"), Map.of());
        }
        try {
            return new Found(listed("/orgs/" + config.owner() + "/repos?type=all&per_page=100"), Map.of());
        } catch (RefusalException e) {
            if (e.status() != 404) {
                throw e;
            }
            return new Found(listed("/users/" + config.owner() + "/repos?type=owner&per_page=100"), Map.of());
        }
    }

    private List<Repository> listed(String path) throws IOException, InterruptedException, SourceFailure {
        Map<Long, Repository> found = new LinkedHashMap<>();
        Pages pages = new Pages(client, client.at(path), null, settings);
        for (Answer page = pages.next(); page != null; page = pages.next()) {
            for (JsonNode json : page.body()) {
                if (!json.path("fork").asBoolean() && !json.path("disabled").asBoolean()) {
                    Repository repository = Repository.of(json, null);
                    found.put(repository.id(), repository);
                }
            }
        }
        return new ArrayList<>(found.values());
    }
}
