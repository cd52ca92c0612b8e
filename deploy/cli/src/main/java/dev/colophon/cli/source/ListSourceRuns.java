package dev.colophon.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists a source's runs, newest first; one of them with what it could not read.")
final class ListSourceRuns implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(paramLabel = "NAME", description = "The source's name or id.")
    private String name = "";

    @Option(names = "--run", paramLabel = "ID", description = "Show this run, its waits and its errors.")
    private @Nullable String run;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
    private int limit = 20;

    @Override
    public Integer call() {
        String runs = Named.sources(stack.api()).path(name) + "/runs";
        if (run != null) {
            return one(runs + "/" + run);
        }
        JsonNode items = stack.api().get(runs + "?limit=" + limit).path("items");
        stack.show(items, () -> Table.of(SourceRuns.COLUMNS, items));
        return ExitCode.OK;
    }

    private int one(String path) {
        JsonNode found = stack.api().get(path);
        List<JsonNode> errors = stack.api().all(path + "/errors");
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.set("run", found);
        both.putArray("errors").addAll(errors);
        stack.show(
                both,
                () -> errors.isEmpty()
                        ? Cells.fields(found)
                        : Cells.fields(found).above(table(errors)));
        return ExitCode.OK;
    }

    private static Table table(List<JsonNode> errors) {
        Table table = new Table();
        errors.forEach(error -> table.row(
                error.path("external_id").asText(), error.path("message").asText(), Cells.text(error.path("url"))));
        return table;
    }
}
