package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = "Shows what AI calls used and cost.",
        subcommands = {
            UsageEstimateCommand.class,
            UsageGatewayCommand.class,
            UsageRebuildCommand.class,
            UsageRepriceCommand.class,
            UsageReconcileCommand.class
        },
        footer = {"", "Examples:", "  colophon usage", "  colophon usage --range 30d --json"})
public final class UsageCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--range",
            paramLabel = "RANGE",
            defaultValue = "7d",
            description = "1d, 7d, 30d or 90d. Default: ${DEFAULT-VALUE}.")
    private String range = "7d";

    @Override
    public Integer call() {
        JsonNode usage = stack.api().get("/api/v1/ai/usage/summary?range=" + Query.encoded(range));
        stack.show(usage, () -> text(usage));
        return ExitCode.OK;
    }

    private static String text(JsonNode usage) {
        Table models = new Table().row("MODEL", "REQUESTS", "TOKENS", "COST");
        usage.path("model_breakdown")
                .properties()
                .forEach(model -> models.row(
                        model.getKey(),
                        model.getValue().path("total_requests").asText(),
                        model.getValue().path("total_tokens").asText(),
                        Money.of(model.getValue().path("total_cost"))));
        return new Table()
                .row("requests", usage.path("total_requests").asText())
                .row("tokens", usage.path("total_tokens").asText())
                .row("cost", Money.of(usage.path("total_cost")) + " USD")
                .above(models);
    }
}
