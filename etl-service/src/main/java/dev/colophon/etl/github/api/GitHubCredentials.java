package dev.colophon.etl.github.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Fields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a source calls GitHub: with a token, as a GitHub App, or as nobody.
 *
 * @param token personal, classic or fine-grained
 * @param webhookSecret that signs what GitHub sends
 */
public record GitHubCredentials(
        @Nullable String token, @Nullable App app, @Nullable String webhookSecret) {

    private static final Set<String> FIELDS =
            Set.of("token", "app_id", "installation_id", "private_key", "webhook_secret");

    /**
     * An installation of a GitHub App.
     *
     * @param appId its number or its client id
     * @param privateKey PEM
     */
    public record App(String appId, String installationId, String privateKey) {

        @Override
        public String toString() {
            return "App[" + appId + ", installation " + installationId + "]";
        }
    }

    /** @throws dev.colophon.web.problem.ProblemException {@code 422} naming {@code credentials.<field>} */
    public static JsonNode checked(@Nullable JsonNode given) {
        Fields fields = Fields.ofCredentials(texts(given), FIELDS);
        String token = fields.optional("token", 1_000);
        boolean app = fields.has("app_id") || fields.has("installation_id") || fields.has("private_key");
        if (token != null && app) {
            throw fields.fault("token", "must be left out where a GitHub App is given");
        }
        if (token != null && !token.matches("[\\x21-\\x7e]+")) {
            throw fields.fault("token", "must be a token as GitHub shows it, without spaces");
        }
        ObjectNode checked = JsonNodeFactory.instance.objectNode();
        if (token != null) {
            checked.put("token", token);
        }
        if (app) {
            putApp(fields, checked);
        }
        String secret = fields.optional("webhook_secret", 1_000);
        if (secret != null && secret.isEmpty()) {
            throw fields.fault("webhook_secret", "must not be empty");
        }
        if (secret != null) {
            checked.put("webhook_secret", secret);
        }
        return checked;
    }

    private static void putApp(Fields fields, ObjectNode checked) {
        String appId = fields.required("app_id", 100);
        if (!appId.matches("[A-Za-z0-9._-]+")) {
            throw fields.fault("app_id", "must be the app's number or client id");
        }
        String installation = fields.required("installation_id", 30);
        if (!installation.matches("[0-9]+")) {
            throw fields.fault("installation_id", "must be a number");
        }
        String key = fields.required("private_key", 20_000);
        if (RsaPrivateKeys.read(key).isEmpty()) {
            throw fields.fault("private_key", "must be an RSA key of at least 2048 bits in PEM, as GitHub gives it");
        }
        checked.put("app_id", appId);
        checked.put("installation_id", installation);
        checked.put("private_key", key);
    }

    /** Numbers may come as numbers. */
    private static @Nullable JsonNode texts(@Nullable JsonNode given) {
        if (given == null || !given.isObject()) {
            return given;
        }
        ObjectNode texts = given.deepCopy();
        for (String field : new String[] {"app_id", "installation_id"}) {
            if (texts.path(field).isIntegralNumber()) {
                texts.put(field, texts.path(field).asText());
            }
        }
        return texts;
    }

    /** Reads what {@link #checked} gave. */
    public static GitHubCredentials of(JsonNode checked) {
        App app = checked.hasNonNull("app_id")
                ? new App(
                        checked.path("app_id").asText(),
                        checked.path("installation_id").asText(),
                        checked.path("private_key").asText())
                : null;
        return new GitHubCredentials(text(checked, "token"), app, text(checked, "webhook_secret"));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    @Override
    public String toString() {
        return "GitHubCredentials[" + (app != null ? app : token != null ? "token" : "none") + "]";
    }
}
