package dev.colophon.usage.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.Provenance;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class QuotedPriceTests {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

    @Test
    void saysWhatOneTokenCostsWithoutExponents() {
        Price price = new Price(
                "openai",
                "m",
                DAY,
                new BigDecimal("0.15"),
                new BigDecimal("0.075"),
                new BigDecimal("1E+1"),
                new Provenance(Provenance.Origin.PUBLISHED, "list", null, false));

        assertThat(QuotedPrice.of(price)).isEqualTo(new QuotedPrice("0.00000015", "0.000000075", "0.00001"));
    }

    @Test
    void keepsWhatIsNotAskedForApartFromWhatIsFree() {
        Price free = new Price("openai", "m", DAY, new BigDecimal("0.000"), null);

        assertThat(QuotedPrice.of(free)).isEqualTo(new QuotedPrice("0", null, null));
        assertThat(QuotedPrice.of(null)).isNull();
    }
}
