package dev.colophon.usage.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.colophon.usage.price.PriceBody.Entry;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceBodyTests {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

    @Test
    void knowsThePriceOfAModelAgainWhateverSurroundsItsName() {
        assertThat(faults(entry("gpt-x", DAY, null), entry(" gpt-x ", DAY, null)))
                .containsExactly("prices[1]");
        assertThat(new PriceBody(List.of(entry(" gpt-x ", DAY, "list"), entry("gpt-y", DAY, " ")), "contract")
                        .checked())
                .extracting(Price::model)
                .containsExactly("gpt-x", "gpt-y");
    }

    @Test
    void refusesWhatTheDatabaseCannotHold() {
        assertThat(faults(entry("gpt\u0000", DAY, null))).containsExactly("prices[0].model");
        assertThat(faults(entry("gpt", DAY, "\u0000"))).containsExactly("prices[0].source");
        assertThat(faults(entry("gpt", LocalDate.MAX, null))).containsExactly("prices[0].effective_from");
        assertThat(faults(entry("gpt", LocalDate.of(-5000, 1, 1), null))).containsExactly("prices[0].effective_from");
    }

    private static List<String> faults(Entry... entries) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> new PriceBody(List.of(entries), null).checked());
        return problem.problem().errors().stream().map(FieldError::field).toList();
    }

    private static Entry entry(String model, LocalDate from, @Nullable String source) {
        return new Entry("openai", model, from, "1", null, null, source, null);
    }
}
