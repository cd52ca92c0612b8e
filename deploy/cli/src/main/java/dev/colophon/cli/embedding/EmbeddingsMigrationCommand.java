package dev.colophon.cli.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "migration",
        mixinStandardHelpOptions = true,
        description = "Shows the latest migration, holds it, or ends it.",
        footer = {
            "",
            "Examples:",
            "  colophon embeddings migration show",
            "  colophon embeddings migration pause",
            "  colophon embeddings migration switch     without the chunks that were given up"
        })
final class EmbeddingsMigrationCommand implements Callable<Integer> {

    /** What to do with it. */
    enum Action {
        SHOW,
        PAUSE,
        RESUME,
        CANCEL,
        SWITCH
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(index = "0", paramLabel = "ACTION", description = "show, pause, resume, cancel or switch.")
    private Action action = Action.SHOW;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Default: the latest one.")
    private @Nullable String id;

    @Override
    public Integer call() {
        String path = EmbeddingsMigrateCommand.PATH + "/" + Query.encoded(id == null ? latest() : id);
        JsonNode migration = action == Action.SHOW
                ? stack.api().get(path)
                : stack.api()
                        .post(
                                path + "/" + action.name().toLowerCase(Locale.ROOT),
                                JsonNodeFactory.instance.objectNode());
        new EmbeddingRuns(stack).show(migration);
        return ExitCode.OK;
    }

    private String latest() {
        return stack.api()
                .first(EmbeddingsMigrateCommand.PATH, migration -> true)
                .map(migration -> migration.path("id").asText())
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILURE, "there is no migration"));
    }
}
