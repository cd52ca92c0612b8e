package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTests {

    @Test
    void makesVersionSevenForNewThings() {
        assertThat(Ids.newId().version()).isEqualTo(7);
        assertThat(Ids.newId()).isNotEqualTo(Ids.newId());
    }

    /** The value is written down: it must come out the same in every process and every release. */
    @Test
    void derivesTheSameVersionFiveFromTheSameParts() {
        assertThat(Ids.derived("source", "entity", "1").version()).isEqualTo(5);
        assertThat(Ids.derived("source", "entity", "1")).hasToString("b539159a-3d76-51b3-a27e-014c122d31ac");
    }

    @Test
    void tellsPartsApartWhereverTheyAreCut() {
        assertThat(Ids.derived("ab", "c")).isNotEqualTo(Ids.derived("a", "bc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "0199c0de-0000-7000-8000-00000000000", "0199c0de-0000-7000-8000-00000000000g"})
    void refusesWhatIsNoCanonicalUuid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.parse(text));
    }
}
