package dev.colophon.checks.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.checks.monitoring.Query.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTests {

    @Test
    void findsMetricsAndLabelsOfAnExpression() {
        Query query = Query.of("histogram_quantile(0.99, sum by (service, le) (rate(a_seconds_bucket{mode=\"x\"}[5m])))"
                + " / on (topic) 1e3 * max(b) > 0 unless c:d offset 1h");

        assertThat(query.selectors())
                .containsExactly(
                        new Selector("a_seconds_bucket", Set.of("mode")),
                        new Selector("b", Set.of()),
                        new Selector("c:d", Set.of()));
        assertThat(query.groups()).containsExactlyInAnyOrder("service", "le", "topic");
    }

    @Test
    void takesNothingOfALabelsValueForAMetric() {
        assertThat(Query.of("up{job=~\"(gateway|usage)-service\", x!=\"y\"} == 0")
                        .selectors())
                .containsExactly(new Selector("up", Set.of("job", "x")));
    }
}
