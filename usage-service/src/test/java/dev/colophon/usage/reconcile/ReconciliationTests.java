package dev.colophon.usage.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconciliationTests {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @Test
    void matchesByCallAndElseByDayAndModel() {
        Reconciliation compared = compared(
                List.of(
                        new Bill(DAY, "gpt-4o-mini", "a", 10L, new BigDecimal("1")),
                        new Bill(DAY, "gpt-4o-mini", "b", 10L, new BigDecimal("2")),
                        new Bill(DAY, "gpt-4o-mini", null, 10L, new BigDecimal("3")),
                        new Bill(DAY, "gpt-4.1", "c", 10L, new BigDecimal("4"))),
                Exports.read("""
                        date,model,request_id,prompt_tokens,completion_tokens,spend
                        2026-11-20,"openai/gpt-4o-mini-2024-07-18",,10,10,5.5
                        2026-11-20T10:00:00Z,gpt-4o-mini,a,4,6,1
                        2026-11-20,o3,z,1,,0.25
                        """));

        assertThat(compared.matched()).hasSize(2);
        assertThat(compared.matched().get(1).ourCost()).isEqualByComparingTo("5");
        assertThat(compared.matched().get(1).difference()).isEqualByComparingTo("0.5");
        assertThat(compared.oursOnly()).singleElement().satisfies(line -> assertThat(line.callId())
                .isEqualTo("c"));
        assertThat(compared.theirsOnly()).singleElement().satisfies(line -> assertThat(line.callId())
                .isEqualTo("z"));
        assertThat(compared.totals().difference()).isEqualByComparingTo("-3.25");
    }

    @Test
    void readsWhatGatewaysExportAsJson() {
        assertThat(Exports.read("[{\"startTime\":\"2026-11-20T01:02:03Z\",\"model\":\"m\",\"spend\":2e-06,"
                        + "\"request_id\":\"r\",\"total_tokens\":7}]"))
                .singleElement()
                .satisfies(bill -> assertThat(bill.cost()).isEqualByComparingTo("0.000002"));
        assertThatThrownBy(() -> Exports.read("day,model\nnever,m\n")).isInstanceOf(ProblemException.class);
        for (String endless : List.of("1e300000000", "1e-300000000", "1e2147483647", "9".repeat(100))) {
            assertThatThrownBy(() -> Exports.read("day,model,cost\n2026-11-20,m," + endless + "\n"))
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void listsSomeOfWhatIsOursOnlyAndCountsAll() {
        List<Bill> ours = IntStream.range(0, Reconciliation.MOST_OURS_ONLY + 5)
                .mapToObj(call -> new Bill(DAY, "gpt-4.1", "c" + call, 1L, BigDecimal.ONE))
                .toList();

        Reconciliation compared = compared(ours, Exports.read("day,model,cost\n2026-11-20,o3,1\n"));

        assertThat(compared.oursOnly()).hasSize(Reconciliation.MOST_OURS_ONLY);
        assertThat(compared.totals().oursOnly()).isEqualTo(ours.size());
        assertThat(compared.totals().ours()).isEqualByComparingTo(String.valueOf(ours.size()));
    }

    @Test
    void countsACallOnceAndWhatElseHasItsIdByDayAndModel() {
        Bill call = new Bill(DAY, "gpt-4.1", "a", 1L, BigDecimal.ONE);

        Reconciliation compared =
                compared(List.of(call, call), Exports.read("day,model,id,cost\n2026-11-20,gpt-4.1,a,1\n"));

        assertThat(compared.matched()).singleElement().satisfies(line -> assertThat(line.difference())
                .isZero());
        assertThat(compared.oursOnly()).hasSize(1);
    }

    @Test
    void readsTheLinesOfAnObjectWhateverElseItHas() {
        String line = "{\"date\":\"2026-11-20\",\"model\":\"m\"}";

        assertThat(Exports.read("{\"object\":\"page\",\"meta\":{\"data\":[1]},\"data\":[" + line + "," + line + "]}"))
                .hasSize(2);
        assertThat(Exports.read("{\"csv\":\"day,model\\n2026-11-20,m\"}")).hasSize(1);
        assertThatThrownBy(() -> Exports.read("{\"data\":[" + line)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Exports.read("[1]")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Exports.read("day,model\n+99999-1-1,m\n")).isInstanceOf(ProblemException.class);
    }

    private static Reconciliation compared(List<Bill> ours, List<Bill> theirs) {
        Reconciliation.Comparison comparison = new Reconciliation.Comparison(theirs);
        ours.forEach(comparison::take);
        return comparison.result();
    }
}
