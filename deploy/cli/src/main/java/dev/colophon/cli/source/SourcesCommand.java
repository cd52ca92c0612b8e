package dev.colophon.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.CommandGroup;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.NamedCommand;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "sources",
        mixinStandardHelpOptions = true,
        description = "Connects sources (git, GitHub, Jira) to projects, syncs them and shows what came of it.",
        subcommands = {
            AddSource.class,
            SourcesCommand.ListAll.class,
            SourcesCommand.Show.class,
            SyncSource.class,
            ListSourceRuns.class,
            SourcesCommand.Test.class,
            SourcesCommand.Pause.class,
            SourcesCommand.Resume.class,
            SourcesCommand.Cancel.class,
            SourcesCommand.Remove.class
        },
        footer = {
            "",
            "Examples:",
            "  colophon sources add --type github --project Kafka --set owner=apache --set 'repositories=[\"kafka\"]' \\",
            "    --secret token=GITHUB_TOKEN --cron '0 */2 * * *' --zone Europe/Berlin",
            "  colophon sources list",
            "  colophon sources sync Kafka --full",
            "  colophon sources runs Kafka"
        })
public final class SourcesCommand extends CommandGroup {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists sources.")
    static final class ListAll implements Callable<Integer> {

        private static final List<Column> COLUMNS = List.of(
                Column.of("NAME", "/name"),
                Column.of("TYPE", "/type"),
                new Column("SCHEDULE", ListAll::schedule),
                Column.of("LAST RUN", "/last_run/status"),
                Column.of("ENDED", "/last_run/finished_at"),
                Column.of("NEXT", "/next_sync_at"),
                Column.of("ID", "/id"));

        @Mixin
        private StackOptions stack = new StackOptions();

        @Override
        public Integer call() {
            stack.show(stack.api().all(Named.SOURCES), COLUMNS);
            return ExitCode.OK;
        }

        private static String schedule(JsonNode source) {
            JsonNode schedule = source.path("schedule");
            String when = schedule.isObject()
                    ? schedule.path("cron").asText() + " "
                            + schedule.path("zone").asText()
                    : Cells.text(schedule);
            return source.path("paused").asBoolean() ? "paused (" + when + ")" : when;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a source, without its credentials.")
    static final class Show extends NamedCommand.Show {

        Show() {
            super(Named::sources);
        }
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Calls the source and says what came of it. Fails where the connection does not work.")
    static final class Test extends NamedCommand {

        Test() {
            super(Named::sources);
        }

        @Override
        protected int handle(StackOptions stack, Named all, String name) {
            return AddSource.show(stack, all.test(name));
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Lets a source's schedule and webhooks rest. A run that is under way goes on.")
    static final class Pause extends Rest {

        Pause() {
            super(true);
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a paused source.")
    static final class Resume extends Rest {

        Resume() {
            super(false);
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Ends a source's run that is under way; what it has captured stays.")
    static final class Cancel implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "The source's name or id.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode source = Named.sources(stack.api()).find(name);
            String run = source.at("/last_run/id").asText();
            JsonNode cancelled = stack.api()
                    .post(
                            Named.sources(stack.api()).path(source) + "/runs/" + run + "/cancel",
                            JsonNodeFactory.instance.objectNode());
            stack.tell(cancelled, () -> "cancelled run " + run);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Disconnects a source and removes its items and its credentials.")
    static final class Remove extends NamedCommand.Remove {

        Remove() {
            super(Named::sources);
        }
    }

    /** Lets a source rest, or work again. */
    private abstract static class Rest extends NamedCommand {

        private final boolean paused;

        Rest(boolean paused) {
            super(Named::sources);
            this.paused = paused;
        }

        @Override
        protected int handle(StackOptions stack, Named all, String name) {
            JsonNode source =
                    all.change(name, JsonNodeFactory.instance.objectNode().put("paused", paused));
            stack.tell(
                    source,
                    () -> (paused ? "paused " : "resumed ")
                            + source.path("name").asText());
            return ExitCode.OK;
        }
    }
}
