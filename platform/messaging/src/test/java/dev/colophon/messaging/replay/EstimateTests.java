package dev.colophon.messaging.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.messaging.replay.ReplayBudget.Quote;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EstimateTests {

    private final UUID client = UUID.randomUUID();

    @Test
    void addsUpAndNamesWhatHasNoPrice() {
        Estimate estimate = Estimate.of(
                50,
                3,
                List.of(quote("acme", 30, 10, "0.30"), quote("nameless", 10, 0, null), quote("local", 10, 0, "0")));

        assertThat(estimate.texts()).isEqualTo(50);
        assertThat(estimate.cachedShare()).isEqualByComparingTo("0.2");
        assertThat(estimate.tokens().outputWorst()).isEqualTo(30);
        assertThat(estimate.cost().worst()).isEqualByComparingTo("0.30");
        assertThat(estimate.unknownPrices()).containsExactly(new Estimate.UnknownPrice(client, "nameless", "m", 10));
        assertThat(Allowances.worst(estimate)).isEqualTo(Map.of(client, new BigDecimal("0.30")));
    }

    @Test
    void setsNothingAsideWhereAllIsKnownAlready() {
        Estimate estimate = Estimate.of(50, 3, List.of(quote("acme", 30, 30, "0")));

        assertThat(Allowances.worst(estimate)).isEmpty();
        assertThat(estimate.cachedShare()).isEqualByComparingTo("1");
        assertThat(Estimate.of(0, 0, List.of()).cachedShare()).isNull();
    }

    private Quote quote(String provider, long texts, long cached, @Nullable String worst) {
        BigDecimal cost = worst == null ? null : new BigDecimal(worst);
        return new Quote(
                new PlannedCalls(client, "embedding", provider, "m", null, texts, cached, 100, null),
                1,
                5,
                10,
                cost,
                cost,
                cost,
                worst == null ? "unknown_price" : "known");
    }
}
