package dev.colophon.metadata.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.upkeep.Night.Step;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NightTests {

    private final Night night =
            new Night(new NightlyProperties("-", 10, Duration.ofSeconds(1), 100, Duration.ofSeconds(3), 25));

    @Test
    void asksForABatchWhileTheQueueIsShort() {
        assertThat(night.next(100)).isEqualTo(Step.ASK);
        assertThat(night.batch()).isEqualTo(10);
    }

    @Test
    void goesOnAfterTheLastProjectItCameUpon() {
        UUID project = UUID.randomUUID();
        night.passed(project, false);
        assertThat(night.last()).isEqualTo(project);
    }

    @Test
    void waitsForALongQueueAndEndsWhenItStaysLong() {
        assertThat(night.next(101)).isEqualTo(Step.WAIT);
        assertThat(night.next(101)).isEqualTo(Step.WAIT);
        assertThat(night.next(101)).isEqualTo(Step.WAIT);
        assertThat(night.next(101)).isEqualTo(Step.END);
        assertThat(night.goesOn()).isFalse();
        assertThat(night.didNothing()).isTrue();
    }

    @Test
    void hasItsWholePatienceAgainForTheNextTimeTheQueueIsLong() {
        night.next(101);
        night.next(101);
        assertThat(night.next(50)).isEqualTo(Step.ASK);
        night.passed(UUID.randomUUID(), true);
        assertThat(night.next(101)).isEqualTo(Step.WAIT);
        assertThat(night.next(101)).isEqualTo(Step.WAIT);
        assertThat(night.next(101)).isEqualTo(Step.WAIT);
        assertThat(night.next(101)).isEqualTo(Step.END);
        assertThat(night.didNothing()).isFalse();
        assertThat(night.figures()).containsEntry("projects_asked_for", 1L);
    }

    @Test
    void asksForNoMoreThanEnoughForOneNight() {
        for (int i = 0; i < 20; i++) {
            night.passed(UUID.randomUUID(), true);
        }
        assertThat(night.batch()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            night.passed(UUID.randomUUID(), true);
        }
        assertThat(night.next(0)).isEqualTo(Step.END);
    }
}
