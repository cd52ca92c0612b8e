package dev.colophon.cli.replay;

import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.Service;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Handles again what a topic holds. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "colophon replay SERVICE --topic TOPIC [OPTIONS]",
            "       colophon replay COMMAND SERVICE [ID] [OPTIONS]"
        },
        description =
                "Handles again what a topic holds: says first what that takes and costs, asks, and shows how far it is.",
        subcommands = {
            ListReplays.class,
            HandledReplay.Show.class,
            HandledReplay.Watch.class,
            HandledReplay.Pause.class,
            HandledReplay.Resume.class,
            HandledReplay.Cancel.class,
            SetReplay.class,
            AuditReplay.class,
            ReplayFailures.class
        },
        footer = {
            "",
            "It goes on in the service when this command is stopped. Ends with 6 where it is paused, at its cap for",
            "example: it can be resumed.",
            "",
            "Examples:",
            "  colophon replay metadata --topic projects --dry-run",
            "  colophon replay metadata --topic projects --max-cost 2.50 --reason \"new prompt\"",
            "  colophon replay embedding --topic items --from 7d --kind commit --rate 500 --yes",
            "  colophon replay usage --topic usage --offsets 0:100-200,1:50-",
            "  colophon replay set metadata --max-cost 5",
            "  colophon replay resume metadata"
        })
public final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "Who is to handle it: " + Service.NAMES + ".")
    private @Nullable Service service;

    @Mixin
    private ReplayScope scope = new ReplayScope();

    @Mixin
    private ReplayTerms terms = new ReplayTerms();

    @Override
    public Integer call() {
        if (service == null || !scope.isGiven()) {
            // neither can be required by its declaration: the commands below do without
            throw new ParameterException(
                    spec.commandLine(), "Missing " + (service == null ? "SERVICE" : "--topic") + ", or a command");
        }
        return new ReplayRun(stack, service).carryOut(scope.body(stack.api()), terms);
    }
}
