package dev.colophon.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.CommandGroup;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
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

        @Mixin
        private StackOptions stack = new StackOptions();

        @Override
        public Integer call() {
            List<JsonNode> all = stack.api().all(Named.SOURCES);
            if (stack.json()) {
                stack.terminal().json(JsonNodeFactory.instance.arrayNode().addAll(all));
                return ExitCode.OK;
            }
            Table table = new Table().row("NAME", "TYPE", "SCHEDULE", "LAST RUN", "ENDED", "NEXT", "ID");
            for (JsonNode one : all) {
                table.row(
                        one.path("name").asText(),
                        one.path("type").asText(),
                        schedule(one),
                        Cells.text(one.at("/last_run/status")),
                        Cells.text(one.at("/last_run/finished_at")),
                        Cells.text(one.path("next_sync_at")),
                        one.path("id").asText());
            }
            stack.terminal().print(table.toString());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a source, without its credentials.")
    static final class Show implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode found = Named.sources(stack.api()).find(name);
            if (stack.json()) {
                stack.terminal().json(found);
                return ExitCode.OK;
            }
            stack.terminal().print(Cells.fields(found).toString());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Calls the source and says what came of it. Fails where the connection does not work.")
    static final class Test implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            return AddSource.show(stack, Named.sources(stack.api()).test(name));
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Lets a source's schedule and webhooks rest. A run that is under way goes on.")
    static final class Pause implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            return changed(stack, name, true);
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a paused source.")
    static final class Resume implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            return changed(stack, name, false);
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
            if (stack.json()) {
                stack.terminal().json(cancelled);
            } else {
                stack.terminal().note("cancelled run " + run);
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Disconnects a source and removes its items and its credentials.")
    static final class Remove implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode removed = Named.sources(stack.api()).remove(name);
            if (stack.json()) {
                stack.terminal().json(removed);
            } else {
                stack.terminal().note("removed " + removed.path("name").asText());
            }
            return ExitCode.OK;
        }
    }

    private static int changed(StackOptions stack, String name, boolean paused) {
        JsonNode source = Named.sources(stack.api())
                .change(name, JsonNodeFactory.instance.objectNode().put("paused", paused));
        if (stack.json()) {
            stack.terminal().json(source);
        } else {
            stack.terminal()
                    .note((paused ? "paused " : "resumed ")
                            + source.path("name").asText());
        }
        return ExitCode.OK;
    }

    private static String schedule(JsonNode source) {
        JsonNode schedule = source.path("schedule");
        String when = schedule.isObject()
                ? schedule.path("cron").asText() + " " + schedule.path("zone").asText()
                : Cells.text(schedule);
        return source.path("paused").asBoolean() ? "paused (" + when + ")" : when;
    }
}
