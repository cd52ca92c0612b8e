package dev.colophon.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import java.util.List;
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
        List<JsonNode> runs = stack.api().upTo(limit, job.path() + "/runs");
        stack.show(JsonNodeFactory.instance.arrayNode().addAll(runs), () -> Runs.table(runs)
                .toString());
        return ExitCode.OK;
    }
}
