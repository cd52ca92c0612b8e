package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.term.Terminal;
import dev.colophon.cli.work.Projects;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "Searches items by meaning and by words.",
        footer = {
            "",
            "Examples:",
            "  colophon search \"consumer loses its partitions\"",
            "  colophon search \"retry with back-off\" -k 3 --project Kafka",
            "  colophon search \"licence header\" --mode keyword --json"
        })
final class SearchCommand implements Callable<Integer> {

    enum Mode {
        HYBRID,
        SEMANTIC,
        KEYWORD
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(paramLabel = "QUERY", description = "What to look for.")
    private String query = "";

    @Option(
            names = "-k",
            paramLabel = "N",
            defaultValue = "10",
            description = "Hits at most. Default: ${DEFAULT-VALUE}.")
    private int k;

    @Option(names = "--project", paramLabel = "NAME", description = "Only in this project.")
    private @Nullable String project;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "HYBRID",
            description = "hybrid, semantic or keyword. Default: hybrid.")
    private Mode mode = Mode.HYBRID;

    @Override
    public Integer call() {
        Api api = stack.api();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("query", query)
                .put("k", k)
                .put("mode", mode.name().toLowerCase(Locale.ROOT));
        if (project != null) {
            body.put("project_id", new Projects(api).idOf(project));
        }
        JsonNode answer = api.post("/api/v1/search", body);
        if (stack.json()) {
            stack.terminal().json(answer);
        } else {
            show(answer);
        }
        return ExitCode.OK;
    }

    private void show(JsonNode answer) {
        Terminal terminal = stack.terminal();
        for (JsonNode hit : answer.path("hits")) {
            terminal.print(String.format(
                    Locale.ROOT,
                    "%.3f  %s  [%s]",
                    hit.path("score").asDouble(),
                    hit.path("title").asText().replaceAll("\\s+", " "),
                    hit.path("kind").asText()));
        }
        terminal.note(answer.path("hits").size() + " hits in "
                + answer.path("took_ms").asLong() + " ms, "
                + answer.path("model_used").asText());
    }
}
