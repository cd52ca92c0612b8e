package dev.colophon.usage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.usage.report.Breakdowns.Part;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
        UsageTotals totals =
                new UsageTotals(new BigDecimal("0.0000000010"), 10, 5, 4, 0, 1, BigDecimal.ZERO, BigDecimal.TEN, 1);

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

    @Test
    void writesNoFormulasIntoCsv() {
        UsageRecord usage = new UsageRecord(
                new UUID(0, 1),
                new UUID(0, 2),
                1,
                null,
                null,
                null,
                "=cmd()",
                "open,ai",
                "say \"hi\"",
                null,
                1,
                10L,
                4L,
                null,
                10L,
                true,
                new BigDecimal("0.0000000010"),
                "priced",
                new BigDecimal("-0.0000000001"),
                "1-abc",
                false,
                "succeeded",
                5,
                NOW,
                null,
                new UUID(0, 3),
                null);

        assertThat(UsageCsv.row(usage))
                .isEqualTo(
                        "2026-11-21T12:00:00Z,00000000-0000-0000-0000-000000000001,"
                                + "00000000-0000-0000-0000-000000000002,1,,,,'=cmd(),\"open,ai\",\"say \"\"hi\"\"\",,1,10,4,,10,true,"
                                + "0.0000000010,priced,-0.0000000001,1-abc,false,succeeded,5,,00000000-0000-0000-0000-000000000003\r\n");
        assertThat(UsageCsv.header().split(",")).hasSize(26);
    }

    @Test
    void splitsACostSoThatThePartsAddUpToTheWhole() {
        BigDecimal whole = new BigDecimal("0.0000000100");

        assertThat(Attribution.split(whole, List.of(1L, 1L, 1L)))
                .containsExactly(
                        new BigDecimal("0.0000000034"), new BigDecimal("0.0000000033"), new BigDecimal("0.0000000033"));
        assertThat(Attribution.split(whole, List.of(0L, 0L)))
                .containsExactly(new BigDecimal("0.0000000050"), new BigDecimal("0.0000000050"));
        assertThat(Attribution.split(new BigDecimal("1.2345678901"), List.of(17L, 311L, 5L, 0L, 1_024L, 99L)).stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualTo(new BigDecimal("1.2345678901"));
    }

    private static UsageTotals totals(String cost, long requests) {
        return new UsageTotals(new BigDecimal(cost), 0, requests, requests, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, 0);
    }
}
