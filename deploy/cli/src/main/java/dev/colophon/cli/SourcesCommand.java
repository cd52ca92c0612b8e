package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sources",
        mixinStandardHelpOptions = true,
        description = "Connects sources (git, GitHub, Jira) to projects, syncs them and shows what came of it.",
        subcommands = {
            AddSource.class,
            SourcesCommand.ListAll.class,
            SourcesCommand.Show.class,
            SyncSource.class,
            SourcesCommand.Runs.class,
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
final class SourcesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists sources.")
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Override
        public Integer call() {
            List<JsonNode> all = stack.api().all(SourceNames.PATH);
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
                        text(one.at("/last_run/status")),
                        text(one.at("/last_run/finished_at")),
                        text(one.path("next_sync_at")),
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
            JsonNode found = new SourceNames(stack.api()).find(name);
            if (stack.json()) {
                stack.terminal().json(found);
                return ExitCode.OK;
            }
            Table table = new Table();
            found.properties().forEach(field -> table.row(field.getKey(), text(field.getValue())));
            stack.terminal().print(table.toString());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "runs",
            mixinStandardHelpOptions = true,
            description = "Lists a source's runs, newest first; one of them with what it could not read.")
    static final class Runs implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "The source's name or id.")
        private String name = "";

        @Option(names = "--run", paramLabel = "ID", description = "Show this run, its waits and its errors.")
        private @Nullable String run;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
        private int limit = 20;

        @Override
        public Integer call() {
            String runs = new SourceNames(stack.api()).path(name) + "/runs";
            if (run != null) {
                return one(runs + "/" + run);
            }
            JsonNode items = stack.api().get(runs + "?limit=" + limit).path("items");
            if (stack.json()) {
                stack.terminal().json(items);
            } else {
                stack.terminal().print(SourceRuns.table(items).toString());
            }
            return ExitCode.OK;
        }

        private int one(String path) {
            JsonNode found = stack.api().get(path);
            List<JsonNode> errors = stack.api().all(path + "/errors");
            if (stack.json()) {
                ObjectNode both = JsonNodeFactory.instance.objectNode();
                both.set("run", found);
                both.putArray("errors").addAll(errors);
                stack.terminal().json(both);
                return ExitCode.OK;
            }
            Table table = new Table();
            found.properties().forEach(field -> table.row(field.getKey(), text(field.getValue())));
            stack.terminal().print(table.toString());
            Table failed = new Table();
            errors.forEach(error -> failed.row(
                    error.path("external_id").asText(), error.path("message").asText(), text(error.path("url"))));
            if (!errors.isEmpty()) {
                stack.terminal().print(System.lineSeparator() + failed);
            }
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
            JsonNode report = stack.api()
                    .post(new SourceNames(stack.api()).path(name) + "/test", JsonNodeFactory.instance.objectNode());
            return AddSource.show(stack, report);
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
            JsonNode source = new SourceNames(stack.api()).find(name);
            String run = source.at("/last_run/id").asText();
            JsonNode cancelled = stack.api()
                    .post(SourceNames.path(source) + "/runs/" + run + "/cancel", JsonNodeFactory.instance.objectNode());
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
            JsonNode removed = new SourceNames(stack.api()).find(name);
            stack.api().delete(SourceNames.path(removed));
            if (stack.json()) {
                stack.terminal().json(removed);
            } else {
                stack.terminal().note("removed " + removed.path("name").asText());
            }
            return ExitCode.OK;
        }
    }

    private static int changed(StackOptions stack, String name, boolean paused) {
        JsonNode source = stack.api()
                .patch(
                        new SourceNames(stack.api()).path(name),
                        JsonNodeFactory.instance.objectNode().put("paused", paused));
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
                : text(schedule);
        return source.path("paused").asBoolean() ? "paused (" + when + ")" : when;
    }

    private static String text(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? "-" : value.toString();
        }
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }
}
