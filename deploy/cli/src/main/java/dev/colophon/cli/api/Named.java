package dev.colophon.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;

/** Things of one kind by the names that people know them by; an id does as well. */
public final class Named {

    public static final String INTEGRATIONS = "/api/v1/integrations";
    public static final String SOURCES = "/api/v1/sources";

    private final Api api;
    private final String path;
    private final String noun;

    private Named(Api api, String path, String noun) {
        this.api = api;
        this.path = path;
        this.noun = noun;
    }

    public static Named integrations(Api api) {
        return new Named(api, INTEGRATIONS, "integration");
    }

    public static Named sources(Api api) {
        return new Named(api, SOURCES, "source");
    }

    /** @throws CommandFailure where there is none */
    public JsonNode find(String name) {
        return api.first(
                        path,
                        one -> one.path("id").asText().equals(name)
                                || one.path("name").asText().equalsIgnoreCase(name))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILURE,
                        "there is no " + noun + " \"" + name + "\": `colophon " + noun
                                + "s list` shows those there are"));
    }

    public String path(String name) {
        return path(find(name));
    }

    public String path(JsonNode one) {
        return path + "/" + one.path("id").asText();
    }

    /** What its server says of it once it has tried it. */
    public JsonNode test(String name) {
        return api.post(path(name) + "/test", JsonNodeFactory.instance.objectNode());
    }

    public JsonNode change(String name, ObjectNode changes) {
        return api.patch(path(name), changes);
    }

    /** Gives what it was. */
    public JsonNode remove(String name) {
        JsonNode found = find(name);
        api.delete(path(found));
        return found;
    }
}
