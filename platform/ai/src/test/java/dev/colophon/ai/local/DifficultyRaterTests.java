package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifficultyRaterTests {

    private static final LocalLanguage LANGUAGE = LocalLanguage.load();

    private final DifficultyRater rater = LANGUAGE.difficulty();

    @Test
    void ratesAFirstTutorialEasierThanADesignOfConsensus() {
        Difficulty tutorial = rater.rate("""
                Welcome! This is a simple tutorial. You will learn how to make a list. First, open the app.
                Then click the big button. Now you can add a word to your list. That is it. Have fun with it.
                """);
        Difficulty design = rater.rate("""
                Linearizable reads require quorum acknowledgement; the Raft leader appends to its write-ahead log before
                replication, and MVCC snapshot isolation guarantees serializability of concurrent transactions through
                `TransactionCoordinator` and `LogCompactionScheduler` with idempotent, exactly-once checkpoint semantics.
                """);

        assertThat(tutorial.level()).isEqualTo(DifficultyLevel.BEGINNER);
        assertThat(design.level()).isEqualTo(DifficultyLevel.EXPERT);
        assertThat(design.technicalShare()).isGreaterThan(tutorial.technicalShare());
        assertThat(tutorial.fleschReadingEase()).isGreaterThan(design.fleschReadingEase());
    }

    @Test
    void ratesATextWithoutWordsForBeginners() {
        assertThat(rater.rate("")).isEqualTo(new Difficulty(DifficultyLevel.BEGINNER, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void readsAllThatIsKnownOfAProject() {
        ProjectTexts project = new ProjectTexts(
                "x", "A small list.", List.of("Make a list of words."), List.of("Add words to the list"), List.of());

        assertThat(rater.rate(project).words()).isGreaterThan(10);
    }

    @Test
    void computesThePublishedFormulas() {
        Readability readability =
                Readability.of(List.of(List.of("The", "cat", "sat"), List.of("Universal", "communication", "matters")));

        assertThat(readability).isEqualTo(new Readability(2, 6, 14, 2));
        assertThat(readability.fleschReadingEase()).isCloseTo(206.835 - 1.015 * 3 - 84.6 * 14 / 6, within(1e-9));
        assertThat(readability.fleschKincaidGrade()).isCloseTo(0.39 * 3 + 11.8 * 14 / 6 - 15.59, within(1e-9));
        assertThat(readability.smog()).isCloseTo(1.043 * Math.sqrt(30) + 3.1291, within(1e-9));
    }

    @Test
    void namesLevelsAsTheyAreWritten() {
        assertThat(DifficultyLevel.ofWireName("expert")).contains(DifficultyLevel.EXPERT);
        assertThat(DifficultyLevel.ofWireName("Expert")).isEmpty();
    }
}
