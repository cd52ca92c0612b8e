package dev.colophon.usage.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.usage.budget.OutputEstimate.Outputs;
import dev.colophon.usage.price.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PlannedCostTests {

    private static final LocalDate SINCE = LocalDate.parse("2026-01-01");
    private static final Price WRITER =
            new Price("openai", "writer", SINCE, new BigDecimal("0.15"), new BigDecimal("0.60"));
    private static final Price READER = new Price("openai", "reader", SINCE, new BigDecimal("0.02"), null);
    private static final Outputs ANSWERS = new Outputs(10, 20, 100, 50);

    @Test
    void sendsATenthMoreAtWorst() {
        assertThat(PlannedCost.of(WRITER, 1_000, 1_000_000, ANSWERS))
                .isEqualTo(new PlannedCost(
                        PlannedCost.KNOWN,
                        10_000,
                        20_000,
                        100_000,
                        new BigDecimal("0.1560000000"),
                        new BigDecimal("0.1620000000"),
                        new BigDecimal("0.2250000000")));
    }

    @Test
    void paysForNoAnswersOfAModelThatWritesNone() {
        PlannedCost cost = PlannedCost.of(READER, 1_000, 1_000_001, ANSWERS);

        assertThat(cost.worstOutput()).isZero();
        assertThat(cost.expected()).isEqualTo(new BigDecimal("0.0200000200"));
        assertThat(cost.worst()).isEqualTo(new BigDecimal("0.0220000400"));
    }

    @Test
    void saysUnknownInsteadOfNothing() {
        PlannedCost cost = PlannedCost.of(null, 3, 10, ANSWERS);

        assertThat(cost.status()).isEqualTo(PlannedCost.UNKNOWN);
        assertThat(cost.expected()).isNull();
        assertThat(cost.expectedOutput()).isEqualTo(60);
    }
}
