package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.web.outbound.OutboundUrls;
import dev.colophon.web.outbound.RefusedUrlException;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An integration as a client writes it, from the first look at the request to the row that is stored. */
final class IntegrationDraft {

    private static final List<String> OBJECTS = List.of("configuration", "model_config", "performance_config");
    private static final String CREDENTIALS = "credentials";

    private final ObjectNode document;

    private IntegrationDraft(ObjectNode document) {
        this.document = document;
    }

    /** A new integration; what is left out gets its default. */
    static IntegrationDraft of(JsonNode body) {
        return new IntegrationDraft(withDefaults(object(body).deepCopy()));
    }

    /** An integration with the fields of {@code body} in place of those it has. */
    static IntegrationDraft changing(Integration integration, JsonNode body) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("type", integration.type().wireName());
        document.put("subtype", integration.subtype().wireName());
        document.put("name", integration.name());
        document.put("base_url", integration.baseUrl());
        document.set("configuration", integration.configuration());
        document.set("model_config", integration.modelConfig());
        document.set("performance_config", integration.performanceConfig());
        document.put(
                "fallback_integration_id",
                integration.fallbackIntegrationId() == null
                        ? null
                        : integration.fallbackIntegrationId().toString());
        document.put("active", integration.active());
        document.setAll(object(body));
        if (!integration.type().wireName().equals(document.path("type").asText())) {
            throw invalid(List.of(new FieldError("type", "cannot be changed: make another integration")));
        }
        return new IntegrationDraft(withDefaults(document));
    }

    /**
     * Checks everything that can be told from the text alone and, where the address is new, asks what it stands for.
     * Blocks while a name is resolved.
     *
     * @throws ProblemException naming each field that is wrong
     */
    IntegrationDraft checked(IntegrationSchemas schemas, OutboundUrls urls) {
        List<FieldError> errors = schemas.errors(document);
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        String url = baseUrl();
        if (url != null) {
            checkUrl(url, urls);
        }
        return this;
    }

    private static void checkUrl(String text, OutboundUrls urls) {
        try {
            URI url = urls.check(text);
            if (url.getRawQuery() != null || url.getRawFragment() != null) {
                throw ProblemException.badRequest(
                        "The address is not valid", new FieldError("base_url", "must have no query and no fragment"));
            }
        } catch (RefusedUrlException e) {
            throw ProblemException.unprocessable(
                    "The address must not be called", new FieldError("base_url", String.valueOf(e.getMessage())));
        }
    }

    /** Whether the request says anything of credentials. */
    boolean namesCredentials() {
        return document.has(CREDENTIALS);
    }

    Integration created(UUID id, Supplier<SecretBox> box, Instant now) {
        return integration(id, sealed(id, box), 1, now, now);
    }

    /**
     * @throws ProblemException where a new address would be sent credentials that were given for another: whoever may
     *     change an address may not thereby learn a secret
     */
    Integration changed(Integration before, Supplier<SecretBox> box, Instant now) {
        boolean moved = !Objects.equals(before.baseUrl(), baseUrl());
        if (moved && before.sealedCredentials() != null && !namesCredentials()) {
            throw ProblemException.unprocessable(
                    "The credentials were given for another address",
                    new FieldError("credentials", "must be given again when base_url changes"));
        }
        String sealed = namesCredentials() ? sealed(before.id(), box) : before.sealedCredentials();
        return integration(before.id(), sealed, before.version() + 1, before.createdAt(), now);
    }

    private Integration integration(
            UUID id, @Nullable String sealed, long version, Instant createdAt, Instant updatedAt) {
        return new Integration(
                id,
                IntegrationType.fromWireName(document.path("type").asText()),
                Subtype.fromWireName(document.path("subtype").asText()),
                document.path("name").asText().strip(),
                baseUrl(),
                sealed,
                document.path("configuration"),
                document.path("model_config"),
                document.path("performance_config"),
                fallback(),
                document.path("active").asBoolean(true),
                version,
                createdAt,
                updatedAt);
    }

    private @Nullable String sealed(UUID id, Supplier<SecretBox> box) {
        JsonNode credentials = document.path(CREDENTIALS);
        return credentials.isEmpty() ? null : box.get().seal(credentials.toString(), Integration.sealedFor(id));
    }

    private @Nullable String baseUrl() {
        String url = document.path("base_url").asText("").strip();
        return document.path("base_url").isNull() || url.isEmpty() ? null : url.replaceFirst("/+$", "");
    }

    private @Nullable UUID fallback() {
        JsonNode fallback = document.path("fallback_integration_id");
        return fallback.isTextual() ? UUID.fromString(fallback.textValue()) : null;
    }

    private static ObjectNode object(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.badRequest(
                "The integration is not valid", new FieldError("body", "must be a JSON object"));
    }

    private static ObjectNode withDefaults(ObjectNode document) {
        for (String field : OBJECTS) {
            if (document.path(field).isMissingNode() || document.path(field).isNull()) {
                document.putObject(field);
            }
        }
        if (document.path("active").isMissingNode()) {
            document.put("active", true);
        }
        if (document.path(CREDENTIALS).isNull()) {
            document.putObject(CREDENTIALS);
        }
        return document;
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return ProblemException.badRequest("The integration is not valid", errors.toArray(FieldError[]::new));
    }
}
