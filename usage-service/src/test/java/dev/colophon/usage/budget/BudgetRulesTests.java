package dev.colophon.usage.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.usage.budget.OutputEstimate.Outputs;
import dev.colophon.usage.budget.OutputEstimate.Seen;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BudgetRulesTests {

    private static final BudgetProperties PROPERTIES =
            new BudgetProperties(Duration.ofMinutes(5), Duration.ofSeconds(5), 1_024, 256, 2, 3);

    @Test
    void expectsTheSmallerOfWhatIsAllowedAndWhatWasSeen() {
        assertThat(OutputEstimate.choose(16_384L, 900L, PROPERTIES)).isEqualTo(900);
        assertThat(OutputEstimate.choose(16_384L, 3L, PROPERTIES)).isEqualTo(256);
        assertThat(OutputEstimate.choose(100L, 900L, PROPERTIES)).isEqualTo(100);
        assertThat(OutputEstimate.choose(500L, null, PROPERTIES)).isEqualTo(500);
        assertThat(OutputEstimate.choose(null, null, PROPERTIES)).isEqualTo(1_024);
    }

    @Test
    void expectsTheMeanOfWhatWasSeenAndAtWorstWhatIsAllowed() {
        Seen seen = new Seen(30, 40, 300, 900, 1_500);

        assertThat(OutputEstimate.range(1_000L, seen, PROPERTIES)).isEqualTo(new Outputs(40, 300, 1_000, 30));
        assertThat(OutputEstimate.range(200L, seen, PROPERTIES)).isEqualTo(new Outputs(40, 200, 200, 30));
        assertThat(OutputEstimate.range(null, seen, PROPERTIES)).isEqualTo(new Outputs(40, 300, 1_500, 30));
    }

    @Test
    void expectsHalfOfTheWorstWhereNothingWasSeen() {
        assertThat(OutputEstimate.range(1_000L, Seen.NONE, PROPERTIES)).isEqualTo(new Outputs(100, 500, 1_000, 0));
        assertThat(OutputEstimate.range(null, Seen.NONE, PROPERTIES)).isEqualTo(new Outputs(103, 512, 1_024, 0));
    }

    @Test
    void expectsAtWorstNoLessThanAnAttemptIsReservedFor() {
        Seen few = new Seen(3, 5, 7, 9, 10);
        Seen many = new Seen(300, 5, 7, 9, 10);
        for (Seen seen : List.of(Seen.NONE, few, many)) {
            for (Long allowed : Arrays.asList(null, 100L, 10_000L)) {
                assertThat(OutputEstimate.range(allowed, seen, PROPERTIES).worst())
                        .isGreaterThanOrEqualTo(OutputEstimate.choose(allowed, seen.reliable(), PROPERTIES));
            }
        }
    }

    @Test
    void countsForDayAndMonthInUtcAlwaysInOneOrder() {
        Instant at = Instant.parse("2026-02-28T23:59:59.999Z");

        assertThat(Window.at(at, UUID.randomUUID()))
                .hasSize(4)
                .isSorted()
                .contains(new Window(null, Period.DAY, LocalDate.parse("2026-02-28")))
                .contains(new Window(null, Period.MONTH, LocalDate.parse("2026-02-01")));
        assertThat(Window.at(at, null)).hasSize(2);
    }

    @Test
    void locksInTheOrderOfTheDatabaseWhichComparesIdsWithoutSign() {
        UUID high = UUID.fromString("ffffffff-0000-4000-8000-000000000000");

        assertThat(Window.at(Instant.parse("2026-02-28T12:00:00Z"), high))
                .extracting(Window::projectId)
                .containsExactly(null, null, high, high);
    }

    @Test
    void takesTheLeastLimitOfAWindow() throws Exception {
        ObjectMapper json = new ObjectMapper();
        SpendingPolicy policy = CostLimits.policy(
                json.readTree("""
                        {"limits":[{"scope":"client","project_id":null,"period":"day","kind":"hard","amount":"10"},
                        {"scope":"client","project_id":null,"period":"day","kind":"hard","amount":"7.5"}]}
                        """), json.readTree("{\"on_limit\":\"degrade\",\"unknown_price\":\"refuse\"}"));
        Window today = new Window(null, Period.DAY, LocalDate.parse("2026-11-21"));

        assertThat(policy.hard(today)).isEqualByComparingTo("7.5");
        assertThat(policy.soft(today)).isNull();
        assertThat(policy.onLimit()).isEqualTo("degrade");
        assertThat(policy.refuseUnknownPrice()).isTrue();
    }

    @Test
    void isExhaustedAtTheHardLimitAndWarnedAtTheSoftOne() {
        assertThat(BudgetState.of(BigDecimal.ONE, null, BigDecimal.ONE)).isEqualTo(BudgetState.EXHAUSTED);
        assertThat(BudgetState.of(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN))
                .isEqualTo(BudgetState.SOFT_EXCEEDED);
        assertThat(BudgetState.of(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.TEN))
                .isEqualTo(BudgetState.OK);
    }
}
