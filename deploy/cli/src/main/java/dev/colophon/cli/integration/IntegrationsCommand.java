package dev.colophon.cli.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.CommandGroup;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.NamedCommand;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

        private static final List<Column> COLUMNS = List.of(
                Column.of("NAME", "/name"),
                Column.of("TYPE", "/type"),
                Column.of("FOR", "/subtype"),
                Column.of("MODEL", "/model_config/model"),
                Column.of("KEY", "/credentials_set", set -> set.asBoolean() ? "set" : "none"),
                Column.of("ACTIVE", "/active", active -> active.asBoolean() ? "yes" : "no"),
                Column.of("ID", "/id"));

        @Mixin
        private StackOptions stack = new StackOptions();

        @Override
        public Integer call() {
            stack.show(stack.api().all(Named.INTEGRATIONS), COLUMNS);
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an integration, without its key.")
    static final class Show extends NamedCommand.Show {

        Show() {
            super(Named::integrations);
        }
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Makes one small call and says what came of it. Fails where the integration does not work.")
    static final class Test extends NamedCommand {

        Test() {
            super(Named::integrations);
        }

        @Override
        protected int handle(StackOptions stack, Named all, String name) {
            JsonNode result = all.test(name);
            if (!result.path("ok").asBoolean()) {
                stack.tell(result, () -> "colophon: " + result.path("error").asText());
                return ExitCode.FAILURE;
            }
            stack.show(
                    result,
                    () -> "ok: " + result.path("model").asText() + " answered in "
                            + result.path("latency_ms").asText() + " ms: "
                            + result.path("sample").asText());
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes an integration and its key.")
    static final class Remove extends NamedCommand.Remove {

        Remove() {
            super(Named::integrations);
        }
    }
}
