package dev.colophon.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Reads what is new and shows how far it is; joins the run that is under way.")
final class SyncSource implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(paramLabel = "NAME", description = "The source's name or id.")
    private String name = "";

    @Option(names = "--full", description = "Read everything again, and remove what the source has no more.")
    private boolean full;

    @Option(names = "--no-wait", description = "Return at once; the run goes on by itself.")
    private boolean noWait;

    @Override
    public Integer call() {
        return sync(stack, Named.sources(stack.api()).find(name), full, noWait);
    }

    static int sync(StackOptions stack, JsonNode source, boolean full, boolean noWait) {
        JsonNode begun = stack.api()
                .post(
                        Named.sources(stack.api()).path(source) + "/sync",
                        JsonNodeFactory.instance.objectNode().put("full", full));
        SourceRuns runs = new SourceRuns(stack);
        if (!noWait) {
            return runs.show(runs.follow(source, begun));
        }
        stack.tell(
                begun,
                () -> "run " + begun.path("id").asText() + " is "
                        + begun.path("status").asText());
        return ExitCode.OK;
    }
}
