package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.GitHubClient;
import dev.colophon.etl.github.api.GitHubClients;
import dev.colophon.etl.github.api.GitHubCredentials;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.etl.webhook.WebhookReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what GitHub sends. What an event tells becomes the same item as what a run finds, in the same version. */
@Component
class GitHubWebhooks implements WebhookReader {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PAYLOAD = "payload=";
    private static final int LONGEST_ID = 100;

    private final GitHubClients clients;
    private final GitHubProperties settings;

    GitHubWebhooks(GitHubClients clients, GitHubProperties settings) {
        this.clients = clients;
        this.settings = settings;
    }

    @Override
    public String type() {
        return GitHubConnector.TYPE;
    }

    @Override
    public Verdict verify(Map<String, String> headers, byte[] body, String secret) {
        String signature = headers.get("x-hub-signature-256");
        if (signature == null || signature.isBlank()) {
            return Verdict.MISSING_SIGNATURE;
        }
        return Signature.matches(signature, body, secret) ? Verdict.ACCEPTED : Verdict.WRONG_SIGNATURE;
    }

    @Override
    public Optional<String> deliveryId(Map<String, String> headers) {
        return Optional.ofNullable(headers.get("x-github-delivery"))
                .map(String::strip)
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID);
    }

    @Override
    public WebhookChanges read(Connection connection, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException, SourceFailure {
        JsonNode payload = payload(headers, body);
        GitHubConfig config = GitHubConfig.of(connection.config());
        JsonNode repository = payload.path("repository");
        boolean left =
                config.repositories().isEmpty() && repository.path("fork").asBoolean();
        if (left || !config.covers(repository.path("full_name").asText(""))) {
            return WebhookChanges.none();
        }
        GitHubClient client = clients.open(config.baseUrl(), GitHubCredentials.of(connection.credentials()));
        return new GitHubEvent(connection, config, client, settings, payload)
                .changes(headers.getOrDefault("x-github-event", ""));
    }

    private static JsonNode payload(Map<String, String> headers, byte[] body) throws SourceFailure {
        try {
            if (!headers.getOrDefault("content-type", "").startsWith(FORM)) {
                return JSON.readTree(body);
            }
            String form = new String(body, StandardCharsets.UTF_8);
            int from = form.startsWith(PAYLOAD) ? 0 : form.indexOf("&" + PAYLOAD) + 1;
            int to = form.indexOf('&', from);
            String field = form.substring(from, to < 0 ? form.length() : to);
            return JSON.readTree(URLDecoder.decode(
                    field.startsWith(PAYLOAD) ? field.substring(PAYLOAD.length()) : "{}", StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw SourceFailure.lasting("The delivery is not JSON");
        }
    }
}
