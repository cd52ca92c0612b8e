package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.api.Query;
import java.util.Optional;

/** Projects by the names people give them. */
public final class Projects {

    private static final String PATH = "/api/v1/projects";

    private final Api api;

    public Projects(Api api) {
        this.api = api;
    }

    public Optional<JsonNode> named(String name) {
        return api.first(
                PATH + "?q=" + Query.encoded(name),
                project -> name.equals(project.path("name").asText()));
    }

    /** The id of a project that must be there. */
    public String idOf(String name) {
        return named(name)
                .map(project -> project.path("id").asText())
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILURE, "there is no project named " + name));
    }

    public JsonNode namedOrNew(String name, String description) {
        return named(name)
                .orElseGet(() -> api.post(
                        PATH,
                        JsonNodeFactory.instance.objectNode().put("name", name).put("description", description)));
    }

    public JsonNode byId(String id) {
        return api.get(PATH + "/" + id);
    }
}
