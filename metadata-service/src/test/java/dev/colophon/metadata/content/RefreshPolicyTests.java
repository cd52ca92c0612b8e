package dev.colophon.metadata.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.content.RefreshPolicy.Standing;
import dev.colophon.metadata.content.RefreshPolicy.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshPolicyTests {

    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration STREAMING = Duration.ofMillis(100);

    private final RefreshPolicy policy =
            new RefreshPolicy(new RefreshProperties(QUIET, Duration.ofSeconds(5), 0.2, 50));

    @Test
    void waitsForQuietButNotForEver() {
        assertThat(policy.delay(Duration.ZERO)).isEqualTo(QUIET);
        assertThat(policy.delay(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.delay(Duration.ofMinutes(1))).isZero();
    }

    @Test
    void refreshesAtTheFirstItemsEvenWhileMoreCome() {
        assertThat(policy.judge(new Standing(3, 0, 0, STREAMING))).isEqualTo(Verdict.REFRESH);
    }

    @Test
    void refreshesAtANewFrontPage() {
        assertThat(policy.judge(new Standing(1_001, 1_000, 1_001, STREAMING))).isEqualTo(Verdict.REFRESH);
        assertThat(policy.judge(new Standing(1_001, 1_000, 900, QUIET))).isEqualTo(Verdict.LEAVE);
    }

    @Test
    void refreshesAtDoublingsWhileItemsStream() {
        assertThat(policy.judge(new Standing(199, 100, 0, STREAMING))).isEqualTo(Verdict.LOOK_AGAIN);
        assertThat(policy.judge(new Standing(200, 100, 0, STREAMING))).isEqualTo(Verdict.REFRESH);
    }

    @Test
    void refreshesAfterwardsWhenEnoughHasChanged() {
        assertThat(policy.judge(new Standing(11, 10, 0, QUIET))).isEqualTo(Verdict.LEAVE);
        assertThat(policy.judge(new Standing(12, 10, 0, QUIET))).isEqualTo(Verdict.REFRESH);
        assertThat(policy.judge(new Standing(1_049, 1_000, 0, QUIET))).isEqualTo(Verdict.LEAVE);
        assertThat(policy.judge(new Standing(1_050, 1_000, 0, QUIET))).isEqualTo(Verdict.REFRESH);
    }

    @Test
    void leavesWhatHasNotChanged() {
        assertThat(policy.judge(new Standing(10, 10, 10, QUIET))).isEqualTo(Verdict.LEAVE);
    }
}
