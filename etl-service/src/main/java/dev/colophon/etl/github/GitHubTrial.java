package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubClient;
import dev.colophon.etl.github.api.GitHubCredentials;
import dev.colophon.etl.github.api.RefusalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries a connection: sees whether what is configured can be read, and tells who may read it how often. */
final class GitHubTrial {

    private static final int MOST_TRIED = 10;

    private final GitHubClient client;
    private final GitHubConfig config;
    private final GitHubCredentials credentials;
    private final Map<String, String> facts = new LinkedHashMap<>();

    GitHubTrial(GitHubClient client, GitHubConfig config, GitHubCredentials credentials) {
        this.client = client;
        this.config = config;
        this.credentials = credentials;
    }

    ConnectionReport report() {
        facts.put("access", credentials.app() != null ? "app" : credentials.token() != null ? "token" : "anonymous");
        try {
            return config.repositories().isEmpty() ? account() : repositories();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConnectionReport.fails("The trial was broken off");
        } catch (IOException | SourceFailure e) {
            return ConnectionReport.fails(Failures.words(e));
        }
    }

    private ConnectionReport repositories() throws IOException, InterruptedException, SourceFailure {
        List<String> found = new ArrayList<>();
        for (String name : config.repositories().stream().limit(MOST_TRIED).toList()) {
            Answer answer = client.get(client.at("/repos/" + name));
            if (!answer.body().hasNonNull("full_name")) {
                return notGitHub();
            }
            note(answer);
            String now = answer.body().get("full_name").asText();
            found.add(now);
            if (!now.equalsIgnoreCase(name)) {
                facts.put("renamed " + name, now);
            }
        }
        facts.put("repositories", String.valueOf(config.repositories().size()));
        boolean renamed = facts.keySet().stream().anyMatch(fact -> fact.startsWith("renamed "));
        String detail = "GitHub lets " + String.join(", ", found) + " be read"
                + (renamed ? "; webhooks need the repositories' names of now in the configuration" : "");
        return ConnectionReport.works(detail, facts);
    }

    private ConnectionReport account() throws IOException, InterruptedException, SourceFailure {
        String name = config.organization() == null ? config.owner() : config.organization();
        Answer answer;
        try {
            answer = client.get(client.at("/orgs/" + name + "/repos?type=all&per_page=100"));
        } catch (RefusalException e) {
            if (e.status() != 404 || config.organization() != null) {
                throw e;
            }
            answer = client.get(client.at("/users/" + name + "/repos?type=owner&per_page=100"));
        }
        if (!answer.body().isArray()) {
            return notGitHub();
        }
        note(answer);
        int count = 0;
        for (JsonNode repository : answer.body()) {
            count += repository.path("fork").asBoolean() ? 0 : 1;
        }
        facts.put("repositories", count + (answer.next() == null ? "" : " or more"));
        return count == 0
                ? ConnectionReport.fails("The credentials see no repository of " + name)
                : ConnectionReport.works("GitHub lets the repositories of " + name + " be read", facts);
    }

    private static ConnectionReport notGitHub() {
        return ConnectionReport.fails("What is at base_url does not answer as GitHub's API does; "
                + "that of an Enterprise Server ends with /api/v3");
    }

    private void note(Answer answer) {
        fact(answer, "x-ratelimit-limit", "calls_an_hour");
        fact(answer, "x-ratelimit-remaining", "calls_remaining");
        fact(answer, "x-oauth-scopes", "scopes");
        fact(answer, "github-authentication-token-expiration", "token_expires");
        fact(answer, "x-github-enterprise-version", "enterprise_server");
    }

    private void fact(Answer answer, String header, String name) {
        answer.header().apply(header).filter(value -> !value.isBlank()).ifPresent(value -> facts.put(name, value));
    }
}
