package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.term.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = "Holds the ledger against an export of a provider or gateway (CSV or JSON).",
        footer = {"", "Examples:", "  colophon usage reconcile openai-november.csv"})
final class UsageReconcileCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(paramLabel = "FILE", description = "With day, model, and call_id, tokens and cost where known.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        JsonNode compared = stack.api().post("/api/v1/ai/usage/reconcile", body());
        if (stack.json()) {
            stack.terminal().json(compared);
        } else {
            show(compared);
        }
        return ExitCode.OK;
    }

    private ObjectNode body() {
        try {
            String text = Files.readString(file);
            String start = text.stripLeading();
            if (start.startsWith("{")) {
                return (ObjectNode) JSON.readTree(text);
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            return start.startsWith("[") ? body.set("items", JSON.readTree(text)) : body.put("csv", text);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void show(JsonNode compared) {
        Terminal terminal = stack.terminal();
        JsonNode totals = compared.path("totals");
        terminal.print(new Table()
                .row("", "LINES", "COST")
                .row("matched", totals.path("matched").asText(), "")
                .row("ours only", totals.path("ours_only").asText(), "")
                .row("theirs only", totals.path("theirs_only").asText(), "")
                .row("ours", "", Money.of(totals.path("ours")) + " USD")
                .row("theirs", "", Money.of(totals.path("theirs")) + " USD")
                .row("difference", "", Money.of(totals.path("difference")) + " USD")
                .toString());
        Table lines = new Table().row("STATE", "DAY", "MODEL", "CALL", "OURS", "THEIRS", "DIFFERENCE");
        for (String state : new String[] {"matched", "ours_only", "theirs_only"}) {
            for (JsonNode line : compared.path(state)) {
                if (line.path("difference").decimalValue().signum() != 0 || !state.equals("matched")) {
                    lines.row(
                            state.replace('_', ' '),
                            line.path("day").asText(),
                            line.path("model").asText(),
                            line.path("call_id").asText("-").replace("null", "-"),
                            amount(line.path("our_cost")),
                            amount(line.path("their_cost")),
                            amount(line.path("difference")));
                }
            }
        }
        terminal.print("");
        terminal.print(lines.toString());
    }

    private static String amount(JsonNode usd) {
        return usd.isNumber() ? Money.of(usd) : "-";
    }
}
