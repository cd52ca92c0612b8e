package dev.colophon.ai.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.persistence.secret.SecretBox;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The opened credentials of an integration, held no longer than the models built with them.
 *
 * @param apiKey null where the provider needs none
 */
public record Credentials(@Nullable String apiKey) {

    /** For a provider that asks for no key. */
    public static final Credentials NONE = new Credentials(null);

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the plain form, {@code {"api_key": "..."}}.
     *
     * @throws IllegalArgumentException for anything else, without quoting it
     */
    public static Credentials of(String json) {
        try {
            JsonNode key = JSON.readTree(json).path("api_key");
            return new Credentials(key.isTextual() && !key.asText().isBlank() ? key.asText() : null);
        } catch (JsonProcessingException e) {
            // without the cause: its message quotes the source
            throw new IllegalArgumentException("the credentials are no JSON object");
        }
    }

    /** Opens what {@code integration} carries. */
    public static Credentials open(Integration integration, SecretBox secrets) {
        return open(integration, () -> secrets);
    }

    /** As {@link #open(Integration, SecretBox)}; the keys are needed only where something is sealed. */
    public static Credentials open(Integration integration, Supplier<SecretBox> secrets) {
        String sealed = integration.sealedCredentials();
        return sealed == null ? NONE : of(secrets.get().open(sealed, integration.sealedFor()));
    }

    @Override
    public String toString() {
        return apiKey == null ? "Credentials[none]" : "Credentials[***]";
    }
}
