package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.api.Query;
import java.util.Optional;
import java.util.regex.Pattern;

/** Projects by the names people give them. */
public final class Projects {

    private static final String PATH = "/api/v1/projects";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Api api;

    public Projects(Api api) {
        this.api = api;
    }

    public Optional<JsonNode> named(String name) {
        return api.first(
                PATH + "?q=" + Query.encoded(name),
                project -> name.equals(project.path("name").asText()));
    }

    /** The id of a project that must be there; an id is its own, of any client. */
    public String idOf(String name) {
        if (ID.matcher(name).matches()) {
            return name;
        }
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
