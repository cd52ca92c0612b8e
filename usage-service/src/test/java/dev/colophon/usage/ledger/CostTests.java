package dev.colophon.usage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.usage.AiUsageObserved;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CostTests {

    @Test
    void chargesNothingForLocalModelsAndStoredResults() {
        assertThat(Cost.of(observed("local", false)).status()).isEqualTo(Cost.Status.FREE);
        assertThat(Cost.of(observed("openai", true)).amount()).isEqualByComparingTo("0");
    }

    @Test
    void saysUnknownWhereNoPriceIsKnown() {
        assertThat(Cost.of(observed("openai", false))).isEqualTo(new Cost(null, Cost.Status.UNKNOWN));
    }

    private static AiUsageObserved observed(String provider, boolean cacheHit) {
        return new AiUsageObserved(
                new ClientId(UUID.randomUUID()),
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                null,
                null,
                null,
                "embedding",
                provider,
                "some-model",
                null,
                1,
                10L,
                null,
                cacheHit,
                "succeeded",
                5,
                Instant.EPOCH);
    }
}
