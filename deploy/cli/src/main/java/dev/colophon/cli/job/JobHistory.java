package dev.colophon.cli.job;

import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists the runs of a job, the latest first.",
        footer = {"", "Examples:", "  colophon jobs history usage reservation-expiry --limit 5"})
final class JobHistory implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private JobTarget job = new JobTarget();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
    private int limit = 20;

    @Override
    public Integer call() {
        stack.show(stack.api().upTo(limit, job.path() + "/runs"), Runs.COLUMNS);
        return ExitCode.OK;
    }
}
