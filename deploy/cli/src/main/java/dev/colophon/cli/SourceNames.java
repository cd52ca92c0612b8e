package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.api.Api;

/** Sources by the names that people know them by; an id does as well. */
final class SourceNames {

    static final String PATH = "/api/v1/sources";

    private final Api api;

    SourceNames(Api api) {
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
                        "there is no source \"" + name + "\": `colophon sources list` shows those there are"));
    }

    String path(String name) {
        return path(find(name));
    }

    static String path(JsonNode source) {
        return PATH + "/" + source.path("id").asText();
    }
}
