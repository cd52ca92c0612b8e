package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Fields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a source is at Jira: a person with an API token, a personal access token, or an app. */
sealed interface JiraCredentials {

    String WEBHOOK_SECRET = "webhook_secret";
    Set<String> KNOWN = Set.of(
            "email", "api_token", "personal_access_token", "oauth_client_id", "oauth_client_secret", WEBHOOK_SECRET);
    List<List<String>> WAYS = List.of(
            List.of("email", "api_token"),
            List.of("personal_access_token"),
            List.of("oauth_client_id", "oauth_client_secret"));
    int MAX_LENGTH = 4_000;
    int SHORTEST_SECRET = 16;

    /** A person of the cloud. */
    record ApiToken(String email, String token) implements JiraCredentials {

        @Override
        public String toString() {
            return "ApiToken[hidden]";
        }
    }

    /** A person of a data center. */
    record PersonalAccessToken(String token) implements JiraCredentials {

        @Override
        public String toString() {
            return "PersonalAccessToken[hidden]";
        }
    }

    /** An app of the cloud; apps alone may register webhooks. */
    record App(String clientId, String clientSecret) implements JiraCredentials {

        @Override
        public String toString() {
            return "App[hidden]";
        }
    }

    /** @throws dev.colophon.web.problem.ProblemException naming the field that is wrong */
    static JsonNode checked(@Nullable JsonNode json) {
        Fields fields = Fields.ofCredentials(json, KNOWN);
        List<List<String>> given =
                WAYS.stream().filter(way -> way.stream().anyMatch(fields::has)).toList();
        if (given.size() != 1) {
            throw fields.fault(
                    "api_token",
                    "give email and api_token, or personal_access_token, or oauth_client_id and oauth_client_secret");
        }
        ObjectNode checked = JsonNodeFactory.instance.objectNode();
        given.get(0).forEach(field -> checked.put(field, fields.required(field, MAX_LENGTH)));
        String secret = fields.optional(WEBHOOK_SECRET, MAX_LENGTH);
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            throw fields.fault(WEBHOOK_SECRET, "must have at least " + SHORTEST_SECRET + " characters");
        }
        return secret == null ? checked : checked.put(WEBHOOK_SECRET, secret);
    }

    /** What proves that a delivery is Jira's; null where the source has none. */
    static @Nullable String webhookSecret(JsonNode json) {
        return json.path(WEBHOOK_SECRET).textValue();
    }

    /** @param json as {@link #checked} gave it */
    static JiraCredentials of(JsonNode json) {
        if (json.hasNonNull("personal_access_token")) {
            return new PersonalAccessToken(json.path("personal_access_token").asText());
        }
        return json.hasNonNull("oauth_client_id")
                ? new App(
                        json.path("oauth_client_id").asText(),
                        json.path("oauth_client_secret").asText())
                : new ApiToken(
                        json.path("email").asText(), json.path("api_token").asText());
    }
}
