package dev.colophon.metadata.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.draft.Authorship;
import dev.colophon.metadata.generation.ReplayRule.Standing;
import dev.colophon.metadata.generation.ReplayRule.Writing;
import dev.colophon.metadata.project.MetadataStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayRuleTests {

    private static final Authorship NOW = new Authorship("openai/gpt-4o-mini", "1.0");
    private static final Writing WRITTEN = new Writing("openai/gpt-4o-mini", "gpt-4o-mini-2024-07-18", "1.0");
    private static final Standing UP_TO_DATE = new Standing(MetadataStatus.GENERATED, true, true, WRITTEN, true, false);

    @Test
    void leavesWhatWouldComeOutTheSame() {
        assertThat(hasWork(UP_TO_DATE)).isFalse();
    }

    @Test
    void forceWritesAnewWhatWouldComeOutTheSame() {
        assertThat(ReplayRule.hasWork(UP_TO_DATE, NOW, true)).isTrue();
    }

    @Test
    void writesWhatIsMissing() {
        assertThat(hasWork(new Standing(MetadataStatus.NONE, true, true, null, false, false)))
                .isTrue();
    }

    @Test
    void writesWhatFailed() {
        assertThat(hasWork(new Standing(MetadataStatus.FAILED, true, true, WRITTEN, true, false)))
                .isTrue();
    }

    @Test
    void writesAnewWhatAnotherPromptOrModelWrote() {
        assertThat(ReplayRule.hasWork(UP_TO_DATE, new Authorship("openai/gpt-4o-mini", "1.1"), false))
                .isTrue();
        assertThat(ReplayRule.hasWork(UP_TO_DATE, new Authorship("openai/gpt-5-mini", "1.0"), false))
                .isTrue();
        assertThat(ReplayRule.hasWork(UP_TO_DATE, new Authorship("azure_openai/gpt-4o-mini", "1.0"), false))
                .isTrue();
    }

    @Test
    void writesAnewWhatWasMadeHereWhileTheModelWasAway() {
        Writing local = new Writing("local/colophon-local-1", "colophon-local-1", "local-1");
        assertThat(hasWork(writtenBy(local))).isTrue();
        assertThat(ReplayRule.hasWork(writtenBy(local), new Authorship("local/colophon-local-1", "local-1"), false))
                .isFalse();
    }

    @Test
    void goesByTheModelThatServedWhereNobodyWroteDownWhichWasAsked() {
        assertThat(hasWork(writtenBy(new Writing(null, "gpt-4o-mini-2024-07-18", "1.0"))))
                .isFalse();
        assertThat(hasWork(writtenBy(new Writing(null, "gpt-4o-mini", "1.0")))).isFalse();
        assertThat(hasWork(writtenBy(new Writing(null, "gpt-4o", "1.0")))).isTrue();
        assertThat(hasWork(writtenBy(new Writing(null, "gpt-4o-mini", "0.9")))).isTrue();
    }

    @Test
    void writesAnewWhatSaysSomethingElseByNow() {
        assertThat(hasWork(new Standing(MetadataStatus.GENERATED, true, true, WRITTEN, false, false)))
                .isTrue();
        assertThat(hasWork(new Standing(MetadataStatus.GENERATED, true, true, WRITTEN, true, true)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = MetadataStatus.class,
            names = {"QUEUED", "IN_PROGRESS"})
    void leavesWhatIsOnItsWay(MetadataStatus status) {
        assertThat(ReplayRule.hasWork(new Standing(status, true, true, WRITTEN, false, true), NOW, true))
                .isFalse();
    }

    @Test
    void leavesWhatThereIsNothingToGoBy() {
        assertThat(ReplayRule.hasWork(new Standing(MetadataStatus.NONE, true, false, null, false, false), NOW, true))
                .isFalse();
    }

    @Test
    void writesNothingByItselfWhereTheClientDoesNotWantThat() {
        assertThat(ReplayRule.hasWork(new Standing(MetadataStatus.NONE, false, true, null, false, false), NOW, true))
                .isFalse();
        Standing askedForOnce = new Standing(MetadataStatus.GENERATED, false, true, WRITTEN, false, true);
        assertThat(hasWork(askedForOnce)).isFalse();
        assertThat(ReplayRule.hasWork(askedForOnce, NOW, true)).isTrue();
    }

    private static boolean hasWork(Standing project) {
        return ReplayRule.hasWork(project, NOW, false);
    }

    private static Standing writtenBy(Writing writing) {
        return new Standing(MetadataStatus.GENERATED, true, true, writing, true, false);
    }
}
