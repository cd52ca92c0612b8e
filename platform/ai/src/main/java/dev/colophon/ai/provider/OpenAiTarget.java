package dev.colophon.ai.provider;

import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an integration that speaks OpenAI's protocol is asked, and how it is told who asks.
 *
 * @param bearer the key that goes into {@code Authorization}; null where there is none or it goes elsewhere
 * @param query Azure's api-version
 * @param knowsCompletionTokens limits answers by {@code max_completion_tokens}, which OpenAI's newer models insist on;
 *     others know {@code max_tokens} only
 */
record OpenAiTarget(
        String baseUrl,
        @Nullable String bearer,
        Map<String, String> headers,
        Map<String, String> query,
        String model,
        boolean knowsCompletionTokens) {

    private static final String PUBLIC = "https://api.openai.com/v1";
    private static final String AZURE_VERSION = "2024-10-21";

    static OpenAiTarget of(Integration integration, Credentials credentials) {
        return switch (integration.type()) {
            case OPENAI ->
                new OpenAiTarget(
                        Optional.ofNullable(integration.baseUrl()).orElse(PUBLIC),
                        ProviderModels.key(credentials),
                        Map.of(),
                        Map.of(),
                        ProviderModels.model(integration),
                        true);
            case AZURE_OPENAI -> azure(integration, ProviderModels.key(credentials));
            default ->
                new OpenAiTarget(
                        baseUrl(integration),
                        credentials.apiKey(),
                        Map.of(),
                        Map.of(),
                        ProviderModels.model(integration),
                        false);
        };
    }

    /** Azure keeps the deployment in the path and the version in the query, except below {@code /openai/v1}. */
    private static OpenAiTarget azure(Integration integration, String key) {
        String base = baseUrl(integration);
        Map<String, String> headers = Map.of("api-key", key);
        String deployment = Optional.ofNullable(integration.model().deployment())
                .orElseGet(() -> ProviderModels.model(integration));
        if (base.endsWith("/openai/v1")) {
            return new OpenAiTarget(base, null, headers, Map.of(), deployment, true);
        }
        String version = Optional.ofNullable(integration.model().apiVersion()).orElse(AZURE_VERSION);
        return new OpenAiTarget(
                base + "/openai/deployments/" + segment(deployment),
                null,
                headers,
                Map.of("api-version", version),
                deployment,
                true);
    }

    private static String baseUrl(Integration integration) {
        String base = integration.baseUrl();
        if (base == null) {
            throw new IllegalArgumentException(
                    "base_url is missing: " + integration.type().wireName() + " has no public address");
        }
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** Azure and OpenAI send vectors as base64, a third of the size; of others only numbers can be expected. */
    boolean sendsBase64() {
        return knowsCompletionTokens;
    }

    Map<String, String> allHeaders() {
        Map<String, String> all = new HashMap<>(headers);
        if (bearer != null) {
            all.put("Authorization", "Bearer " + bearer);
        }
        return all;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "OpenAiTarget[" + baseUrl + ", " + model + "]";
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
