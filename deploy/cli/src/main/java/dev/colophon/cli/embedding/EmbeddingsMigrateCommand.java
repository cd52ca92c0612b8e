package dev.colophon.cli.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Confirmation;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Changes the model that searches use: its vectors are made first, then searches switch.",
        footer = {
            "",
            "Examples:",
            "  colophon embeddings migrate --to \"OpenAI small\" --dry-run",
            "  colophon embeddings migrate --to all-minilm-l6-v2 --yes"
        })
final class EmbeddingsMigrateCommand implements Callable<Integer> {

    static final String PATH = "/api/v1/embeddings/migrations";

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--to",
            paramLabel = "MODEL",
            required = true,
            description = "The local model, or an integration by its name, id or model.")
    private String model = "";

    @Option(names = "--dry-run", description = "Only say what it would take, and cost.")
    private boolean dryRun;

    @Option(names = "--detach", description = "Do not wait for the end.")
    private boolean detach;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() {
        EmbeddingRuns runs = new EmbeddingRuns(stack);
        JsonNode plan = stack.api().post(PATH, body().put("dry_run", true));
        Table shown = EmbeddingRuns.plan(plan)
                .row("from model", plan.path("from_model").asText())
                .row("to model", plan.path("to_model").asText());
        if (dryRun) {
            stack.show(plan, () -> shown);
            return ExitCode.OK;
        }
        Confirmation.at(stack.terminal()).ask(shown.toString(), "Go on?", yes);
        JsonNode begun = stack.api().post(PATH, body());
        JsonNode run = detach ? begun : runs.follow(PATH, begun, quiet, "migrating");
        runs.show(run);
        return detach || run.path("status").asText().equals("switched") ? ExitCode.OK : ExitCode.FAILURE;
    }

    private ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().put("to_model", model);
    }
}
