package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Terminal;
import java.time.Duration;
import java.util.Set;

/** Imports a repository: one source for each project and path, however often it is asked for. */
public final class GitImport {

    private static final String SOURCES = "/api/v1/sources";
    private static final Set<String> UNDER_WAY = Set.of("queued", "running", "waiting");
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Api api;
    private final Terminal terminal;

    public GitImport(Api api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /** What an import came to. */
    public record Imported(JsonNode project, JsonNode source, JsonNode run) {

        public long captured() {
            return run.path("items_captured").asLong();
        }
    }

    /** Imports what is new and returns when the run has ended. */
    public Imported run(JsonNode project, String path, String name) {
        JsonNode source = source(project.path("id").asText(), path, name);
        String runs = SOURCES + "/" + source.path("id").asText() + "/runs";
        JsonNode started =
                api.post(SOURCES + "/" + source.path("id").asText() + "/sync", JsonNodeFactory.instance.objectNode());
        String id = started.path("run").isObject()
                ? started.path("run").path("id").asText()
                : started.path("id").asText();
        try (Progress progress = terminal.progress("importing " + path)) {
            while (true) {
                JsonNode run = api.first(runs, each -> id.equals(each.path("id").asText()))
                        .orElseThrow(
                                () -> new CommandFailure(ExitCode.FAILURE, "run " + id + " is not known any more"));
                progress.at(run.path("items_seen").asLong() + " items read, "
                        + run.path("items_captured").asLong() + " new");
                if (!UNDER_WAY.contains(run.path("status").asText())) {
                    return checked(new Imported(project, source, run));
                }
                Pause.of(PAUSE);
            }
        }
    }

    private static Imported checked(Imported imported) {
        JsonNode run = imported.run();
        if (!"succeeded".equals(run.path("status").asText())) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "the import " + run.path("status").asText() + ": "
                            + run.path("error").asText("no reason given"));
        }
        return imported;
    }

    private JsonNode source(String projectId, String path, String name) {
        return api.first(
                        SOURCES + "?project_id=" + projectId,
                        source -> "git".equals(source.path("type").asText())
                                && projectId.equals(source.path("project_id").asText())
                                && path.equals(
                                        source.path("config").path("path").asText()))
                .orElseGet(() -> api.post(SOURCES, newSource(projectId, path, name)));
    }

    private static ObjectNode newSource(String projectId, String path, String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "git").put("project_id", projectId).put("name", name);
        body.putObject("config").put("path", path);
        return body;
    }
}
