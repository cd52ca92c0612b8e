package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a replay will take, as a person decides by it.
 *
 * @param replay the dry run, or the replay that began with it
 */
record ReplayEstimate(JsonNode replay) {

    private static final List<Column> PARTS = List.of(
            Column.of("CLIENT", "/client_id"),
            Column.of("FOR", "/operation"),
            Column.of("PROVIDER", "/provider"),
            Column.of("MODEL", "/model"),
            Column.of("TEXTS", "/texts"),
            Column.of("KNOWN", "/cached_texts"),
            Column.of("TOKENS", "/input_tokens"),
            new Column(
                    "LOW",
                    part -> isPriced(part) ? Cells.text(part.at("/cost/low")) : Cells.words(part.path("price_status"))),
            new Column("EXPECTED", part -> isPriced(part) ? Cells.text(part.at("/cost/expected")) : ""),
            new Column("WORST", part -> isPriced(part) ? Cells.text(part.at("/cost/worst")) : ""));

    private static final List<Column> UNKNOWN_PRICES = List.of(
            Column.of("NO KNOWN PRICE", "/provider"),
            Column.of("MODEL", "/model"),
            Column.of("CLIENT", "/client_id"),
            Column.of("TEXTS", "/texts"));

    /** All of it: sums first, then by client and model, then what is not known. */
    String text() {
        StringJoiner text = new StringJoiner(System.lineSeparator() + System.lineSeparator()).add(sums());
        if (!estimate().path("by").isEmpty()) {
            text.add(Table.of(PARTS, estimate().path("by")).toString());
        }
        if (hasUnknownPrices()) {
            text.add(Table.of(UNKNOWN_PRICES, estimate().path("unknown_prices")).toString());
        }
        return text.toString();
    }

    /** What to ask whoever pays. */
    String question(@Nullable BigDecimal cap) {
        boolean free = isFree() && !hasUnknownPrices();
        if (free) {
            return "Go on, at no cost?";
        }
        String most = cap == null ? usd(cost().path("worst")) : cap.toPlainString() + " USD";
        return "Go on, for at most " + most + (hasUnknownPrices() ? " and what has no known price?" : "?");
    }

    /** Empty where the cap will do. */
    String warning(@Nullable BigDecimal cap) {
        JsonNode expected = cost().path("expected");
        return cap != null && expected.isNumber() && cap.compareTo(expected.decimalValue()) < 0
                ? "the cap of " + cap.toPlainString() + " USD is below what it will probably cost: it will pause there"
                : "";
    }

    private String sums() {
        JsonNode tokens = estimate().path("tokens");
        return new Table()
                .row("events", Cells.text(estimate().path("events")))
                .row("texts for models", Cells.text(estimate().path("texts")))
                .row(
                        "known already",
                        Cells.text(estimate().path("cached_texts")) + " ("
                                + Cells.percent(estimate().path("cached_share")) + ")")
                .row("tokens to send", Cells.text(tokens.path("input")))
                .row(
                        "tokens answered",
                        range(
                                Cells.text(tokens.path("output_low")),
                                Cells.text(tokens.path("output_expected")),
                                Cells.text(tokens.path("output_worst"))))
                .row("cost", range(usd(cost().path("low")), usd(cost().path("expected")), usd(cost().path("worst"))))
                .row("time", Cells.span(estimate().path("seconds")))
                .toString();
    }

    private static boolean isPriced(JsonNode part) {
        return part.path("price_status").asText().equals("known");
    }

    private static String range(String low, String expected, String worst) {
        return low.equals(worst) ? low : expected + " expected, " + low + " to " + worst;
    }

    private boolean isFree() {
        JsonNode worst = cost().path("worst");
        return !worst.isNumber() || worst.decimalValue().signum() == 0;
    }

    private boolean hasUnknownPrices() {
        return !estimate().path("unknown_prices").isEmpty();
    }

    private JsonNode estimate() {
        return replay.path("estimate");
    }

    private JsonNode cost() {
        return estimate().path("cost");
    }

    private String usd(JsonNode amount) {
        return amount.isNumber()
                ? Money.of(amount) + " " + cost().path("currency").asText("USD")
                : "not known";
    }
}
