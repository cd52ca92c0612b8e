package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description = "Says what a call would cost by the price list, and by a gateway where one is named.",
        footer = {
            "",
            "Examples:",
            "  colophon usage estimate --model gpt-4o-mini --input-tokens 1000 --output-tokens 200",
            "  colophon usage estimate --model team-model --input-tokens 1000 --integration \"LiteLLM\""
        })
final class UsageEstimateCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "As the provider names it.")
    private String model = "";

    @Option(names = "--input-tokens", paramLabel = "TOKENS", required = true, description = "What is sent.")
    private long inputTokens;

    @Option(
            names = "--output-tokens",
            paramLabel = "TOKENS",
            description = "What is answered. Default: ${DEFAULT-VALUE}.")
    private long outputTokens;

    @Option(
            names = "--provider",
            paramLabel = "PROVIDER",
            description = "As price lists name it. Default: that of the integration, or openai.")
    private @Nullable String provider;

    @Option(
            names = "--integration",
            paramLabel = "NAME",
            description = "An integration; one with a gateway is asked, too.")
    private @Nullable String integration;

    @Override
    public Integer call() {
        JsonNode spend = stack.api().post("/api/v1/ai/spend/calculate", body());
        stack.show(spend, () -> table(spend));
        return ExitCode.OK;
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model);
        body.put("input_tokens", inputTokens);
        body.put("output_tokens", outputTokens);
        body.put("provider", provider);
        if (integration != null) {
            body.set(
                    "integration_id",
                    Named.integrations(stack.api()).find(integration).path("id"));
        }
        return body;
    }

    private static Table table(JsonNode spend) {
        Table table = new Table()
                .row("by the price list", amount(spend.path("cost")))
                .row("price list", spend.path("price_list_version").asText());
        JsonNode gateway = spend.path("gateway");
        if (gateway.isObject()) {
            table.row("by " + gateway.path("name").asText(), amount(gateway.path("cost")))
                    .row("difference", amount(gateway.path("difference")))
                    .row("status", Cells.words(gateway.path("status")));
            if (gateway.path("error").isTextual()) {
                table.row("error", gateway.path("error").asText());
            }
        }
        return table;
    }

    private static String amount(JsonNode usd) {
        return usd.isNumber() ? Money.of(usd) + " USD" : "unknown";
    }
}
