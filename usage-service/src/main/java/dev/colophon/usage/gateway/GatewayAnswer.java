package dev.colophon.usage.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question to a gateway.
 *
 * @param status HTTP; zero where nothing usable came back
 * @param body missing where it is no JSON
 * @param failure why nothing usable came back, in words; else null
 */
record GatewayAnswer(int status, JsonNode body, @Nullable String failure) {

    private static final int NOT_FOUND = 404;

    static GatewayAnswer failed(String words) {
        return new GatewayAnswer(0, MissingNode.getInstance(), words);
    }

    boolean isGiven() {
        return failure == null && status >= 200 && status < 300 && body.isObject();
    }

    /** The gateway has no such route: FastAPI says so in two words, LiteLLM's own 404s say more. */
    boolean isRouteUnknown() {
        return status == NOT_FOUND
                && (!body.isObject() || body.path("detail").asText().equals("Not Found"));
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }
}
