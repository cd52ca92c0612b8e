package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colophon.ai.local.text.WordScanner;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TermScoresTests {

    /** By hand: tf 2 of two terms with tf 2 and one with 1; mean 5/3, deviation 0.4714. */
    @Test
    void followsThePublishedFormulas() {
        TermScores scores = new TermScores(
                List.of(WordScanner.scan("alpha beta"), WordScanner.scan("the alpha gamma beta")), Set.of("the"));

        double position = Math.log(Math.log(3 + 0.5));
        double frequency = 2 / (5 / 3.0 + Math.sqrt(2 / 9.0));
        double relatedness = 1 + (1.0 / 1 + 2.0 / 2) * 2 / 2;
        double expected = position * relatedness / (0 + frequency / relatedness + 1.0 / relatedness);
        assertThat(scores.of("alpha")).isCloseTo(expected, within(1e-12));
    }

    @Test
    void favoursCapitalsAndEarlySentences() {
        TermScores scores = new TermScores(
                List.of(
                        WordScanner.scan("We like Kafka and water"),
                        WordScanner.scan("nothing to say of it"),
                        WordScanner.scan("late we like clouds too")),
                Set.of("we", "and", "to", "of", "it", "too"));

        assertThat(scores.of("kafka")).isLessThan(scores.of("water"));
        assertThat(scores.of("water")).isLessThan(scores.of("clouds"));
    }
}
