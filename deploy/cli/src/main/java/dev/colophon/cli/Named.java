package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Api;

/** Things of one kind by the names that people know them by; an id does as well. */
final class Named {

    static final String INTEGRATIONS = "/api/v1/integrations";
    static final String SOURCES = "/api/v1/sources";

    private final Api api;
    private final String path;
    private final String noun;

    private Named(Api api, String path, String noun) {
        this.api = api;
        this.path = path;
        this.noun = noun;
    }

    static Named integrations(Api api) {
        return new Named(api, INTEGRATIONS, "integration");
    }

    static Named sources(Api api) {
        return new Named(api, SOURCES, "source");
    }

    /** @throws CommandFailure where there is none */
    JsonNode find(String name) {
        return api.first(
                        path,
                        one -> one.path("id").asText().equals(name)
                                || one.path("name").asText().equalsIgnoreCase(name))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILURE,
                        "there is no " + noun + " \"" + name + "\": `colophon " + noun
                                + "s list` shows those there are"));
    }

    String path(String name) {
        return path(find(name));
    }

    String path(JsonNode one) {
        return path + "/" + one.path("id").asText();
    }

    /** What its server says of it once it has tried it. */
    JsonNode test(String name) {
        return api.post(path(name) + "/test", JsonNodeFactory.instance.objectNode());
    }

    JsonNode change(String name, ObjectNode changes) {
        return api.patch(path(name), changes);
    }

    /** Gives what it was. */
    JsonNode remove(String name) {
        JsonNode found = find(name);
        api.delete(path(found));
        return found;
    }
}
