package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.api.Api;

/** Integrations by the names that people know them by; an id does as well. */
final class IntegrationNames {

    static final String PATH = "/api/v1/integrations";

    private final Api api;

    IntegrationNames(Api api) {
        this.api = api;
    }

    /** @throws CommandFailure where there is none */
    JsonNode find(String name) {
        return api.first(
                        PATH,
                        one -> one.path("id").asText().equals(name)
                                || one.path("name").asText().equalsIgnoreCase(name))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILURE,
                        "there is no integration \"" + name
                                + "\": `colophon integrations list` shows those there are"));
    }

    JsonNode test(String name) {
        return api.post(path(find(name)) + "/test", JsonNodeFactory.instance.objectNode());
    }

    JsonNode remove(String name) {
        JsonNode found = find(name);
        api.delete(path(found));
        return found;
    }

    private static String path(JsonNode integration) {
        return PATH + "/" + integration.path("id").asText();
    }
}
