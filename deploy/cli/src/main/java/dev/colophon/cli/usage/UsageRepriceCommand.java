package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reprice",
        mixinStandardHelpOptions = true,
        description = "Adds adjustments for what another price list says; what is recorded stays as it is.",
        footer = {"", "Examples:", "  colophon usage reprice --from 2026-11-01 --dry-run"})
final class UsageRepriceCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--from", paramLabel = "DATE", required = true, description = "The first day, in UTC.")
    private LocalDate from = LocalDate.EPOCH;

    @Option(names = "--to", paramLabel = "DATE", description = "The last day. Default: today.")
    private @Nullable LocalDate to;

    @Option(
            names = "--price-list",
            paramLabel = "VERSION",
            description = "The version of a price list. Default: the one in force.")
    private @Nullable String priceList;

    @Option(names = "--dry-run", description = "Shows the difference and changes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("from", from.toString());
        body.put("to", to == null ? null : to.toString());
        body.put("price_list_version", priceList);
        body.put("dry_run", dryRun);
        JsonNode outcome = stack.api().post("/api/v1/ai/usage/reprice", body);
        stack.show(outcome, () -> new Table()
                .row("price list", outcome.path("price_list_version").asText())
                .row("entries", outcome.path("entries").asText())
                .row(
                        dryRun ? "would be adjusted" : "adjusted",
                        outcome.path("adjusted").asText())
                .row("cost before", Money.of(outcome.path("cost_before")) + " USD")
                .row("cost after", Money.of(outcome.path("cost_after")) + " USD")
                .row("difference", Money.of(outcome.path("difference")) + " USD"));
        return ExitCode.OK;
    }
}
