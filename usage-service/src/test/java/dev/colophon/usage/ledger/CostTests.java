package dev.colophon.usage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.GoldenSamples;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CostTests {

    private static final PriceList PRICES = new PriceList(List.of(
            new Price("openai", "small", LocalDate.parse("2026-01-01"), new BigDecimal("0.02"), null),
            new Price(
                    "openai",
                    "writer",
                    LocalDate.parse("2026-01-01"),
                    new BigDecimal("0.15"),
                    new BigDecimal("0.60"))));

    @Test
    void chargesNothingForLocalModelsAndStoredResults() {
        assertThat(cost("local", "any", 10L, null, false)).isEqualTo(free());
        assertThat(cost("openai", "small", 10L, null, true)).isEqualTo(free());
    }

    @Test
    void readsWhatEmbeddingServicePublishes() {
        assertThat(Cost.of(GoldenSamples.event(AiUsageObserved.class).payload(), PRICES))
                .isEqualTo(free());
    }

    @Test
    void keepsTenDecimals() {
        assertThat(cost("openai", "small", 7L, null, false))
                .isEqualTo(new Cost(new BigDecimal("0.0000001400"), Cost.Status.PRICED));
        assertThat(cost("openai", "writer", 1_234L, 57L, false))
                .isEqualTo(new Cost(new BigDecimal("0.0002193000"), Cost.Status.PRICED));
    }

    @Test
    void saysUnknownWhereNoPriceIsKnown() {
        assertThat(cost("openai", "unheard-of", 10L, 10L, false)).isEqualTo(unknown());
    }

    @Test
    void saysUnknownWhereTokensThatCostAreNotKnown() {
        assertThat(cost("openai", "small", null, null, false)).isEqualTo(unknown());
        assertThat(cost("openai", "writer", 10L, null, false)).isEqualTo(unknown());
    }

    private static Cost cost(String provider, String model, Long input, Long output, boolean cacheHit) {
        return Cost.of(observed(provider, model, input, output, cacheHit), PRICES);
    }

    private static Cost free() {
        return new Cost(new BigDecimal("0.0000000000"), Cost.Status.FREE);
    }

    private static Cost unknown() {
        return new Cost(null, Cost.Status.UNKNOWN);
    }

    private static AiUsageObserved observed(String provider, String model, Long input, Long output, boolean cacheHit) {
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
                model,
                null,
                1,
                input,
                output,
                cacheHit,
                "succeeded",
                5,
                Instant.parse("2026-03-14T00:00:00Z"));
    }
}
