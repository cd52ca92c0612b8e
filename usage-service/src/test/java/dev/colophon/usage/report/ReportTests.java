package dev.colophon.usage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.usage.report.Breakdowns.Part;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void endsARangeNow() {
        assertThat(Range.ending(NOW, "7d")).isEqualTo(new Range(Instant.parse("2026-11-14T12:00:00Z"), NOW));
    }

    @Test
    void namesTheRangesThereAre() {
        assertThatThrownBy(() -> Range.ending(NOW, "2w"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                                refused.problem().errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error.field()).isEqualTo("range")));
    }

    @Test
    void averagesOverRequestsOfKnownCost() {
        UsageTotals totals = new UsageTotals(new BigDecimal("0.0000000010"), 10, 4, 4, 0, 1);

        assertThat(totals.averageCost()).isEqualTo(new BigDecimal("0.0000000003"));
    }

    @Test
    void averagesNothingToZero() {
        assertThat(UsageTotals.NONE.averageCost()).isEqualTo(new BigDecimal("0.0000000000"));
    }

    @Test
    void putsTheDearestFirst() {
        Breakdowns by = new Breakdowns(List.of(
                new Part("model", "free", totals("0", 900)),
                new Part("model", "dear", totals("2.5", 1)),
                new Part("provider", "local", totals("0", 1)),
                new Part("model", "used", totals("0", 1000))));

        assertThat(by.of("model").keySet()).containsExactly("dear", "used", "free");
    }

    private static UsageTotals totals(String cost, long requests) {
        return new UsageTotals(new BigDecimal(cost), 0, requests, requests, 0, 0);
    }
}
