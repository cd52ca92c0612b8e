package dev.colophon.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.work.Following;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a job now, once however many instances there are, and shows what came of it.",
        footer = {
            "",
            "Ends with 1 where the run failed.",
            "",
            "Examples:",
            "  colophon jobs run metadata nightly-metadata",
            "  colophon jobs run etl topic-check --detach"
        })
final class RunJob implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private JobTarget job = new JobTarget();

    @Option(names = "--dry-run", description = "Only show the job, and do not run it.")
    private boolean dryRun;

    @Option(names = "--detach", description = "Do not wait for the end.")
    private boolean detach;

    @Override
    public Integer call() {
        return dryRun ? shown() : run();
    }

    private int shown() {
        JsonNode found = stack.api()
                .first(
                        job.service().path("/jobs"),
                        one -> one.path("name").asText().equals(job.name()))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILURE, job.service() + " has no job " + job.name() + ": see `colophon jobs list`"));
        stack.show(found, () -> Cells.fields(found));
        return ExitCode.OK;
    }

    private int run() {
        String before = latest().path("id").asText();
        JsonNode asked = stack.api().post(job.path() + "/run", JsonNodeFactory.instance.objectNode());
        if (detach) {
            stack.show(
                    asked,
                    () -> job.name() + " will run; `colophon jobs history " + job.service() + " " + job.name()
                            + "` shows what came of it");
            return ExitCode.OK;
        }
        JsonNode run = followed(before);
        stack.show(run, () -> Table.of(Runs.COLUMNS, List.of(run)));
        return run.path("outcome").asText().equals("failed") ? ExitCode.FAILURE : ExitCode.OK;
    }

    private JsonNode followed(String before) {
        try (Progress progress = stack.terminal().progress(job.name())) {
            return new Following(latest(), this::latest)
                    .until(
                            run -> isNew(run, before) && Runs.isOver(run),
                            run -> progress.at(isNew(run, before) ? Runs.outcome(run) : "waits for an instance"));
        }
    }

    private static boolean isNew(JsonNode run, String before) {
        return run.path("id").isTextual() && !run.path("id").asText().equals(before);
    }

    private JsonNode latest() {
        return stack.api().upTo(1, job.path() + "/runs").stream().findFirst().orElse(MissingNode.getInstance());
    }
}
