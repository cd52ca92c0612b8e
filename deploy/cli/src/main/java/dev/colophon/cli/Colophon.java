package dev.colophon.cli;

import dev.colophon.cli.backfill.BackfillCommand;
import dev.colophon.cli.deadletter.DeadLettersCommand;
import dev.colophon.cli.embedding.EmbeddingsCommand;
import dev.colophon.cli.integration.IntegrationsCommand;
import dev.colophon.cli.integration.ModelsCommand;
import dev.colophon.cli.job.JobsCommand;
import dev.colophon.cli.ops.OpsCommand;
import dev.colophon.cli.ops.TopicsCommand;
import dev.colophon.cli.replay.ReplayCommand;
import dev.colophon.cli.source.SourcesCommand;
import dev.colophon.cli.usage.BudgetCommand;
import dev.colophon.cli.usage.UsageCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code colophon} command. */
@Command(
        name = "colophon",
        mixinStandardHelpOptions = true,
        version = "colophon 0.1.0",
        description = "Tags, summaries, embeddings, search, and an exact account of what every AI call cost.",
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            ImportCommand.class,
            SourcesCommand.class,
            SearchCommand.class,
            EmbeddingsCommand.class,
            BackfillCommand.class,
            ReplayCommand.class,
            IntegrationsCommand.class,
            ModelsCommand.class,
            UsageCommand.class,
            BudgetCommand.class,
            TopicsCommand.class,
            OpsCommand.class,
            DeadLettersCommand.class,
            JobsCommand.class,
            LogsCommand.class,
            BuildCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  colophon demo                         start, import this repository, show what comes of it",
            "  colophon start --detach               start in the background",
            "  colophon import git ~/src/kafka --project Kafka",
            "  colophon sources add --type github --project Kafka --set owner=apache --secret token=GITHUB_TOKEN",
            "  colophon search \"exactly once\" --project Kafka",
            "  colophon embeddings migrate --to \"OpenAI small\" --dry-run",
            "  colophon replay metadata --topic projects --dry-run",
            "  colophon dead-letters causes",
            "  colophon usage --range 30d --json",
            "  colophon integrations add --type openai --name OpenAI --key-env OPENAI_API_KEY",
            "",
            "A stack elsewhere is reached by COLOPHON_URL and COLOPHON_API_KEY.",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 3 no stack running or not reachable,",
            "            4 not authorised, 5 not ready in time, 6 paused: it can be resumed."
        })
public final class Colophon extends CommandGroup {

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
        System.exit(commandLine(out, err).execute(arguments));
    }

    /** The command with its subcommands, writing to the given places. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Colophon())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures());
    }

    private static IExecutionExceptionHandler failures() {
        return (exception, commandLine, parsed) -> {
            commandLine.getErr().println("colophon: " + exception.getMessage());
            commandLine.getErr().flush();
            return exception instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILURE;
        };
    }
}
