package dev.colophon.etl.github.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one installation of a GitHub App: an app that proves itself gets one of an hour, which is replaced five minutes
 * before it ends. Safe for concurrent use; one call at a time asks for a token.
 */
final class AppTokens implements TokenSource {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration BEFORE_ITS_END = Duration.ofMinutes(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final RemoteHttp http;
    private final URI base;
    private final GitHubCredentials.App app;
    private final AppProof proof;
    private final String apiVersion;
    private final Clock clock;
    private @Nullable String token;
    private Instant end = Instant.MIN;

    AppTokens(RemoteHttp http, URI base, GitHubCredentials.App app, String apiVersion, Clock clock) {
        this.http = http;
        this.base = base;
        this.app = app;
        this.proof = new AppProof(app, clock);
        this.apiVersion = apiVersion;
        this.clock = clock;
    }

    @Override
    public synchronized String token() throws IOException, InterruptedException, SourceFailure {
        String current = token;
        if (current == null || !clock.instant().isBefore(end.minus(BEFORE_ITS_END))) {
            current = fresh();
            token = current;
        }
        return current;
    }

    @Override
    public synchronized boolean refused(@Nullable String used) {
        if (used != null && used.equals(token)) {
            token = null;
        }
        return true;
    }

    private String fresh() throws IOException, InterruptedException, SourceFailure {
        URI url = URI.create(base + "/app/installations/" + app.installationId() + "/access_tokens");
        Map<String, String> headers = Map.of(
                "Accept",
                "application/vnd.github+json",
                "X-GitHub-Api-Version",
                apiVersion,
                "Authorization",
                "Bearer " + proof.token());
        RemoteHttp.Reply reply = http.post(url, headers, new byte[0]);
        JsonNode body = body(reply);
        if (reply.status() == 201 && body.hasNonNull("token")) {
            end = end(body);
            return body.get("token").asText();
        }
        String message = body.path("message").asText("");
        Optional<RateLimit> limit = RateLimit.of(reply.status(), reply::header, message, clock.instant());
        if (limit.isPresent()) {
            throw new LimitedException(limit.get(), limit.get().pauseAfter(0, CLOCKS_DIFFER));
        }
        if (reply.status() >= 500) {
            throw new RefusalException(reply.status(), message, url, false);
        }
        throw SourceFailure.lasting("GitHub gives the app " + app.appId() + " no token for its installation "
                + app.installationId() + (message.isBlank() ? "" : ": " + message));
    }

    private Instant end(JsonNode body) {
        try {
            return Instant.parse(body.path("expires_at").asText());
        } catch (DateTimeException e) {
            return clock.instant().plus(BEFORE_ITS_END.multipliedBy(2));
        }
    }

    private static JsonNode body(RemoteHttp.Reply reply) {
        try {
            JsonNode body = JSON.readTree(reply.body());
            return body == null ? JSON.createObjectNode() : body;
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
