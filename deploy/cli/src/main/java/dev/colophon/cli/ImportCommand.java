package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.term.Terminal;
import dev.colophon.cli.work.Enrichment;
import dev.colophon.cli.work.GitImport;
import dev.colophon.cli.work.GitRepository;
import dev.colophon.cli.work.ItemCounts;
import dev.colophon.cli.work.Projects;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Imports what a team has made.",
        subcommands = ImportCommand.Git.class,
        footer = {"", "Example:", "  colophon import git ~/src/kafka --project Kafka"})
final class ImportCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to import: git");
    }

    @Command(
            name = "git",
            mixinStandardHelpOptions = true,
            description = "Imports the commits and documents of a git repository; a second time, only what is new.",
            footer = {
                "",
                "PATH is on the machine of the stack. For a stack on this machine it may be any directory inside the",
                "repository, and is allowed by this command; elsewhere the operator allows it (start --allow).",
                "",
                "Examples:",
                "  colophon import git ~/src/kafka --project Kafka",
                "  colophon import git . --project \"My project\" --json",
                "  colophon import git ~/src/kafka --project Kafka --no-wait"
            })
    static final class Git implements Callable<Integer> {

        private static final Duration AT_MOST = Duration.ofHours(2);

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "PATH", description = "The repository.")
        private Path path = Path.of("");

        @Option(names = "--project", required = true, paramLabel = "NAME", description = "The project; made where new.")
        private String project = "";

        @Option(names = "--no-wait", description = "Return when all is captured; embedding goes on by itself.")
        private boolean noWait;

        @Override
        public Integer call() {
            Api api = stack.api();
            Path repository =
                    stack.elsewhere() ? path : GitRepository.containing(path).path();
            if (!stack.elsewhere()) {
                stack.data().allow(repository);
            }
            JsonNode known = new Projects(api).namedOrNew(project, "Imported from " + repository.getFileName());
            GitImport.Imported imported =
                    new GitImport(api, stack.terminal()).run(known, repository.toString(), project);
            String id = known.path("id").asText();
            ItemCounts counts = ItemCounts.of(api, id);
            JsonNode stats = noWait
                    ? null
                    : new Enrichment(api, stack.terminal(), Clock.systemUTC(), AT_MOST).chunks(id, counts.total());
            show(imported, counts, stats);
            return ExitCode.OK;
        }

        private void show(GitImport.Imported imported, ItemCounts counts, @Nullable JsonNode stats) {
            Terminal terminal = stack.terminal();
            JsonNode run = imported.run();
            if (!stack.json()) {
                terminal.print(project + ": " + run.path("items_captured").asLong() + " items captured, "
                        + run.path("items_unchanged").asLong() + " unchanged, "
                        + run.path("items_failed").asLong() + " failed");
                return;
            }
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.putObject("project")
                    .put("id", imported.project().path("id").asText())
                    .put("name", project);
            document.putObject("source")
                    .put("id", imported.source().path("id").asText())
                    .set("config", imported.source().path("config"));
            document.putObject("items")
                    .put("seen", run.path("items_seen").asLong())
                    .put("captured", run.path("items_captured").asLong())
                    .put("unchanged", run.path("items_unchanged").asLong())
                    .put("failed", run.path("items_failed").asLong())
                    .put("commits", counts.of("commit"))
                    .put("documents", counts.of("document"));
            document.set("chunks", stats == null ? null : stats.path("chunks"));
            terminal.json(document);
        }
    }
}
