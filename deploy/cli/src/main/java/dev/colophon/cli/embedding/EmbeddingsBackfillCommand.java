package dev.colophon.cli.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Confirmation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description =
                "Has embedded what lacks its vector, and waits for it; `colophon backfill embeddings` is the same.",
        footer = {
            "",
            "Examples:",
            "  colophon embeddings backfill --all --dry-run",
            "  colophon embeddings backfill --all --failed-only --yes",
            "  colophon embeddings backfill --item-id 0198c5c2-7b1e-7000-8000-000000000000 --quiet"
        })
public class EmbeddingsBackfillCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/embeddings/backfills";

    /** Where. */
    static final class Where {

        @Option(names = "--project-id", paramLabel = "ID", description = "One project.")
        private @Nullable String projectId;

        @Option(names = "--item-id", paramLabel = "ID", description = "One item.")
        private @Nullable String itemId;

        @Option(names = "--all", description = "Everything.")
        private boolean all;
    }

    /** Which chunks. */
    static final class Which {

        @Option(names = "--failed-only", description = "Only what was given up.")
        private boolean failed;

        @Option(names = "--pending-only", description = "Only what waits.")
        private boolean pending;

        @Option(names = "--missing-only", description = "Only what nobody is at.")
        private boolean missing;

        private @Nullable String filter() {
            return failed ? "failed" : pending ? "pending" : missing ? "missing" : null;
        }
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @ArgGroup
    private Which which = new Which();

    @Option(names = "--dry-run", description = "Only say what it would take, and cost.")
    private boolean dryRun;

    @Option(names = "--stats-only", description = "Only show how far chunks have come.")
    private boolean statsOnly;

    @Option(names = "--batch-size", paramLabel = "CHUNKS", description = "Asked for at once, 1 to 1000.")
    private @Nullable Integer batchSize;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() {
        if (statsOnly) {
            return stats();
        }
        EmbeddingRuns runs = new EmbeddingRuns(stack);
        JsonNode plan = stack.api().post(PATH, body().put("dry_run", true));
        if (dryRun) {
            stack.show(plan, () -> EmbeddingRuns.plan(plan));
            return ExitCode.OK;
        }
        Confirmation.at(stack.terminal())
                .ask(
                        EmbeddingRuns.plan(plan).toString(),
                        "Go on?",
                        yes || plan.path("to_embed").asLong() == 0);
        JsonNode run = runs.follow(PATH, stack.api().post(PATH, body()), quiet, "embedding");
        runs.show(run);
        return run.path("status").asText().equals("completed")
                        && run.at("/chunks/failed").asLong() == 0
                ? ExitCode.OK
                : ExitCode.FAILURE;
    }

    private int stats() {
        if (dryRun || batchSize != null || which.filter() != null || where.itemId != null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--stats-only goes with --all or --project-id, and with nothing else");
        }
        EmbeddingsStatsCommand.show(stack, where.projectId);
        return ExitCode.OK;
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("project_id", where.projectId);
        body.put("item_id", where.itemId);
        body.put("all", where.all);
        body.put("filter", which.filter());
        body.put("batch_size", batchSize);
        return body;
    }
}
