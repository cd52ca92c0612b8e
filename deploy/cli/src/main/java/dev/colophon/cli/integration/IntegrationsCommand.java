package dev.colophon.cli.integration;

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
        name = "integrations",
        mixinStandardHelpOptions = true,
        description = "Shows and changes which providers of models are used, and with which keys.",
        subcommands = {
            IntegrationsCommand.ListAll.class,
            AddIntegration.class,
            IntegrationsCommand.Show.class,
            IntegrationsCommand.Test.class,
            IntegrationsCommand.Remove.class
        },
        footer = {
            "",
            "Examples:",
            "  colophon integrations list",
            "  colophon integrations add --type openai --name OpenAI --model gpt-4o-mini --key-env OPENAI_API_KEY",
            "  colophon integrations test OpenAI",
            "  colophon integrations remove OpenAI"
        })
public final class IntegrationsCommand extends CommandGroup {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists integrations.")
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Override
        public Integer call() {
            List<JsonNode> all = stack.api().all(Named.INTEGRATIONS);
            if (stack.json()) {
                stack.terminal().json(JsonNodeFactory.instance.arrayNode().addAll(all));
                return ExitCode.OK;
            }
            Table table = new Table().row("NAME", "TYPE", "FOR", "MODEL", "KEY", "ACTIVE", "ID");
            for (JsonNode one : all) {
                table.row(
                        one.path("name").asText(),
                        one.path("type").asText(),
                        one.path("subtype").asText(),
                        one.path("model_config").path("model").asText("-"),
                        one.path("credentials_set").asBoolean() ? "set" : "none",
                        one.path("active").asBoolean() ? "yes" : "no",
                        one.path("id").asText());
            }
            stack.terminal().print(table.toString());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an integration, without its key.")
    static final class Show implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode found = Named.integrations(stack.api()).find(name);
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
            description = "Makes one small call and says what came of it. Fails where the integration does not work.")
    static final class Test implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode result = Named.integrations(stack.api()).test(name);
            boolean ok = result.path("ok").asBoolean();
            if (stack.json()) {
                stack.terminal().json(result);
            } else if (ok) {
                stack.terminal()
                        .print("ok: " + result.path("model").asText() + " answered in "
                                + result.path("latency_ms").asText() + " ms: "
                                + result.path("sample").asText());
            } else {
                stack.terminal().note("colophon: " + result.path("error").asText());
            }
            return ok ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes an integration and its key.")
    static final class Remove implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Parameters(paramLabel = "NAME", description = "Its name or id.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode removed = Named.integrations(stack.api()).remove(name);
            if (stack.json()) {
                stack.terminal().json(removed);
            } else {
                stack.terminal().note("removed " + removed.path("name").asText());
            }
            return ExitCode.OK;
        }
    }
}
