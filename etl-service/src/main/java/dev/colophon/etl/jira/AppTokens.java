package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Access tokens of apps of the cloud (OAuth 2.0 client credentials, RFC 6749, 4.4), renewed a minute before they expire, and
 * the ids under which apps reach their sites. Safe for concurrent use.
 */
@Component
class AppTokens {

    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final Pattern CLOUD_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int MOST = 1_000;

    private final RemoteHttp http;
    private final ObjectMapper json;
    private final JiraProperties settings;
    private final Clock clock;
    private final Map<JiraCredentials.App, Token> tokens = new ConcurrentHashMap<>();
    private final Map<URI, URI> apis = new ConcurrentHashMap<>();

    AppTokens(RemoteHttp http, ObjectMapper json, JiraProperties settings, Clock clock) {
        this.http = http;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    String token(JiraCredentials.App app) throws IOException, InterruptedException, SourceFailure {
        Token known = tokens.get(app);
        if (known != null && clock.instant().isBefore(known.until)) {
            return known.value;
        }
        RemoteHttp.Reply reply = http.post(
                settings.tokenUrl(),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                form(app).getBytes(StandardCharsets.UTF_8));
        if (reply.status() >= 500 || reply.status() == 429) {
            throw SourceFailure.passing("Atlassian gives no access token at the moment (" + reply.status() + ")");
        }
        JsonNode answer = read(reply);
        String value = answer.path("access_token").asText("");
        if (reply.status() != 200 || value.isEmpty()) {
            throw SourceFailure.lasting("Atlassian does not accept the app's credentials (" + reply.status() + ")");
        }
        Duration life = Duration.ofSeconds(Math.max(0, answer.path("expires_in").asLong(3_600)));
        if (tokens.size() >= MOST) {
            tokens.clear();
        }
        tokens.put(app, new Token(value, clock.instant().plus(life).minus(EARLY)));
        return value;
    }

    /** Where apps reach a site's API. */
    URI api(URI site) throws IOException, InterruptedException, SourceFailure {
        URI known = apis.get(site);
        if (known != null) {
            return known;
        }
        RemoteHttp.Reply reply =
                http.get(URI.create(site + "/_edge/tenant_info"), Map.of("Accept", "application/json"));
        String id = read(reply).path("cloudId").asText("");
        if (!CLOUD_ID.matcher(id).matches()) {
            throw SourceFailure.lasting("base_url is not the address of a site of Jira Cloud: it tells no cloud id");
        }
        URI api = URI.create(settings.apiUrl() + "/ex/jira/" + id);
        apis.put(site, api);
        return api;
    }

    private JsonNode read(RemoteHttp.Reply reply) {
        try {
            return json.readTree(reply.body());
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private static String form(JiraCredentials.App app) {
        return "grant_type=client_credentials&client_id="
                + URLEncoder.encode(app.clientId(), StandardCharsets.UTF_8)
                + "&client_secret="
                + URLEncoder.encode(app.clientSecret(), StandardCharsets.UTF_8);
    }

    private record Token(String value, Instant until) {}
}
