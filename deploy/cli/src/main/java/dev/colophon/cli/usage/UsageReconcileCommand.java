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
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
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
        stack.show(compared, () -> text(compared));
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

    private static String text(JsonNode compared) {
        JsonNode totals = compared.path("totals");
        Table lines = new Table().row("STATE", "DAY", "MODEL", "CALL", "OURS", "THEIRS", "DIFFERENCE");
        for (String state : new String[] {"matched", "ours_only", "theirs_only"}) {
            for (JsonNode line : compared.path(state)) {
                if (line.path("difference").decimalValue().signum() != 0 || !state.equals("matched")) {
                    lines.row(
                            state.replace('_', ' '),
                            line.path("day").asText(),
                            line.path("model").asText(),
                            Cells.text(line.path("call_id")),
                            Cells.text(line.path("our_cost")),
                            Cells.text(line.path("their_cost")),
                            Cells.text(line.path("difference")));
                }
            }
        }
        return new Table()
                .row("", "LINES", "COST")
                .row("matched", totals.path("matched").asText(), "")
                .row("ours only", totals.path("ours_only").asText(), "")
                .row("theirs only", totals.path("theirs_only").asText(), "")
                .row("ours", "", Money.of(totals.path("ours")) + " USD")
                .row("theirs", "", Money.of(totals.path("theirs")) + " USD")
                .row("difference", "", Money.of(totals.path("difference")) + " USD")
                .above(lines);
    }
}
