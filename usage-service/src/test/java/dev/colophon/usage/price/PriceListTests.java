package dev.colophon.usage.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceListTests {

    private static final PriceList PRICES = new PriceList(List.of(
            price("writer", "2026-03-01", "2.00"),
            price("writer", "2026-01-01", "3.00"),
            price("writer-2026-02-02", "2026-02-02", "9.00")));

    @Test
    void chargesWhatWasInForceThatDay() {
        assertThat(inputPrice("writer", "2026-02-28T23:59:59Z")).isEqualTo("3.00");
        assertThat(inputPrice("writer", "2026-03-01T00:00:00Z")).isEqualTo("2.00");
    }

    @Test
    void knowsNoPriceBeforeTheFirstDay() {
        assertThat(PRICES.inForce("openai", "writer", Instant.parse("2025-12-31T23:59:59Z")))
                .isEmpty();
    }

    @Test
    void tellsProvidersApart() {
        assertThat(PRICES.inForce("gemini", "writer", Instant.parse("2026-02-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void givesADatedReleaseItsModelsPriceUnlessItHasItsOwn() {
        assertThat(inputPrice("writer-2026-01-15", "2026-02-28T00:00:00Z")).isEqualTo("3.00");
        assertThat(inputPrice("writer-2026-02-02", "2026-02-28T00:00:00Z")).isEqualTo("9.00");
        assertThat(PRICES.inForce("openai", "writer-mini", Instant.parse("2026-02-28T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void readsThePublishedPrices() throws IOException {
        JsonMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        PriceList published = new PriceConfiguration().priceList(json);

        assertThat(published.prices()).isNotEmpty().allSatisfy(price -> assertThat(price.input())
                .isPositive());
        assertThat(published.inForce("openai", "gpt-4o-mini-2024-07-18", Instant.parse("2026-01-01T00:00:00Z")))
                .isPresent();
    }

    private static String inputPrice(String model, String at) {
        return PRICES.inForce("openai", model, Instant.parse(at))
                .orElseThrow()
                .input()
                .toPlainString();
    }

    private static Price price(String model, String from, String input) {
        return new Price("openai", model, LocalDate.parse(from), new BigDecimal(input), BigDecimal.ONE);
    }
}
