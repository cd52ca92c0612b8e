package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Holds what your gateways (LiteLLM) say that their keys have spent against the ledger.",
        footer = {"", "Examples:", "  colophon usage gateway", "  colophon usage gateway --json"})
final class UsageGatewayCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        JsonNode report = stack.api().get("/api/v1/ai/gateway/key-info");
        if (stack.json()) {
            stack.terminal().json(report);
        } else {
            show(report.path("gateways"));
        }
        return ExitCode.OK;
    }

    private void show(JsonNode gateways) {
        if (gateways.isEmpty()) {
            stack.terminal().print("there is no integration of subtype gateway");
            return;
        }
        Table table =
                new Table().row("GATEWAY", "KEY", "BUDGET", "THEIRS", "OURS", "UNCONFIRMED", "DIFFERENCE", "STATUS");
        for (JsonNode gateway : gateways) {
            table.row(
                    gateway.path("name").asText(),
                    gateway.path("key").path("key_name").asText("-").replace("null", "-"),
                    amount(gateway.path("key").path("max_budget")),
                    amount(gateway.path("key").path("spend")),
                    amount(gateway.path("own").path("cost")),
                    amount(gateway.path("own").path("unconfirmed_cost")),
                    amount(gateway.path("difference")),
                    gateway.path("status").asText().replace('_', ' '));
        }
        stack.terminal().print(table.toString());
        for (JsonNode gateway : gateways) {
            if (gateway.path("error").isTextual()) {
                stack.terminal()
                        .print(gateway.path("name").asText() + ": "
                                + gateway.path("error").asText());
            }
        }
    }

    private static String amount(JsonNode usd) {
        return usd.isNumber() ? Money.of(usd) : "-";
    }
}
