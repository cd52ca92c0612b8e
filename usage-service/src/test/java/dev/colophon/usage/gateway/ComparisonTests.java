package dev.colophon.usage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.usage.gateway.Comparison.Status;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ComparisonTests {

    @Test
    void takesBinaryFractionsForRounding() {
        assertThat(compare("0.0049099999999999994", "0.00491", "0", 1).status()).isEqualTo(Status.EQUAL);
        assertThat(compare("2e-06", "0.000002", "0", 1).status()).isEqualTo(Status.EQUAL);
        assertThat(compare("0.0000021", "0.000002", "0", 1).status()).isEqualTo(Status.WITHIN_TOLERANCE);
    }

    @Test
    void acceptsATenthAndNoMore() {
        assertThat(compare("9.1", "10", "0", 1).status()).isEqualTo(Status.WITHIN_TOLERANCE);
        assertThat(compare("10", "8.9", "0", 1).status()).isEqualTo(Status.DIFFERS);
        assertThat(compare("0", "1", "0", 1).status()).isEqualTo(Status.DIFFERS);
        assertThat(compare("0", "0", "0", 0).status()).isEqualTo(Status.EQUAL);
    }

    @Test
    void countsAsNoDifferenceWhatMayHaveBeenBilled() {
        assertThat(compare("12", "10", "2", 3).status()).isEqualTo(Status.EQUAL);
        assertThat(compare("11", "10", "2", 3).status()).isEqualTo(Status.EQUAL);
        assertThat(compare("12", "10", "2", 3).difference()).isEqualByComparingTo("2");
        assertThat(compare("5", "10", "2", 3).status()).isEqualTo(Status.DIFFERS);
    }

    private static Comparison compare(String theirs, String ours, String unconfirmed, long roundings) {
        return Comparison.of(new BigDecimal(theirs), new BigDecimal(ours), new BigDecimal(unconfirmed), roundings);
    }
}
