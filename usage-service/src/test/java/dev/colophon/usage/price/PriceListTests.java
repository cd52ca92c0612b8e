package dev.colophon.usage.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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
    void putsTheOperatorsPriceBeforeAnyPublishedOne() {
        PriceList prices = new PriceList(List.of(
                price("writer", "2026-06-01", "2.00"),
                operators("writer", "2026-03-01", "1.00"),
                price("writer", "2026-01-01", "3.00")));

        assertThat(prices.inForce("openai", "writer", Instant.parse("2026-02-01T00:00:00Z")))
                .hasValueSatisfying(price -> assertThat(price.input()).isEqualTo("3.00"));
        assertThat(prices.inForce("openai", "writer", Instant.parse("2026-07-01T00:00:00Z")))
                .hasValueSatisfying(price -> assertThat(price.input()).isEqualTo("1.00"));
    }

    @Test
    void keepsASnapshotAsItWas() {
        PriceList prices = new PriceList("1-a", List.of(price("writer", "2026-01-01", "3.00")));
        PriceList snapshot = prices.snapshot();

        assertThat(prices.giveWayTo(new PriceList("2-b", List.of()))).isTrue();

        assertThat(prices.version()).isEqualTo("2-b");
        assertThat(prices.prices()).isEmpty();
        assertThat(snapshot.version()).isEqualTo("1-a");
        assertThat(snapshot.prices()).hasSize(1);
        assertThat(prices.giveWayTo(snapshot))
                .as("an earlier one, read before and come later")
                .isFalse();
        assertThat(prices.version()).isEqualTo("2-b");
    }

    @Test
    void chargesTokensFromTheProvidersCacheAtTheirOwnPrice() {
        Price price = new Price(
                "openai",
                "writer",
                LocalDate.parse("2026-01-01"),
                new BigDecimal("2.00"),
                new BigDecimal("0.50"),
                new BigDecimal("8.00"),
                Provenance.UNKNOWN);

        assertThat(price.of(1_000L, 400L, 10L)).contains(new BigDecimal("0.0014800000"));
        assertThat(price.of(1_000L, null, 10L)).contains(new BigDecimal("0.0020800000"));
        assertThat(price.of(1_000L, 400L, null)).isEmpty();
    }

    @Test
    void namesListsByWhatTheyChargeAndNotByTheirOrder() {
        Price one = price("a", "2026-01-01", "1.0");
        Price other = price("b", "2026-01-01", "2");

        assertThat(PriceHash.of(List.of(one, other)))
                .isEqualTo(PriceHash.of(List.of(price("b", "2026-01-01", "2.00"), price("a", "2026-01-01", "1"))))
                .isNotEqualTo(PriceHash.of(List.of(one, price("b", "2026-01-02", "2"))))
                .isNotEqualTo(PriceHash.of(List.of(one, operators("b", "2026-01-01", "2"))));
    }

    @Test
    void saysOfEveryPublishedPriceWhereItWasTakenFrom() {
        JsonMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        List<Price> published = PublishedPrices.read(json);

        assertThat(published).hasSizeGreaterThan(30).allSatisfy(price -> {
            assertThat(price.provenance().source()).isNotBlank();
            assertThat(price.provenance().verified())
                    .isEqualTo(price.provenance().checkedAt() != null);
            assertThat(price.isFree()).isEqualTo(price.provider().equals("local"));
        });
        assertThat(PriceList.byIdentity(published)).hasSameSizeAs(published);
        assertThat(new PriceList(published)
                        .inForce("openai", "gpt-4o-mini-2024-07-18", Instant.parse("2026-01-01T00:00:00Z")))
                .isPresent();
        assertThat(new PriceList(published)
                        .inForce("anthropic", "claude-sonnet-4-5-20250929", Instant.parse("2026-01-01T00:00:00Z")))
                .isPresent();
    }

    private static String inputPrice(String model, String at) {
        return PRICES.inForce("openai", model, Instant.parse(at))
                .orElseThrow()
                .input()
                .toPlainString();
    }

    private static Price operators(String model, String from, String input) {
        Price price = price(model, from, input);
        return new Price(
                price.provider(),
                model,
                price.effectiveFrom(),
                price.input(),
                null,
                price.output(),
                new Provenance(Provenance.Origin.OPERATOR, "operator", null, true));
    }

    private static Price price(String model, String from, String input) {
        return new Price("openai", model, LocalDate.parse(from), new BigDecimal(input), BigDecimal.ONE);
    }
}
