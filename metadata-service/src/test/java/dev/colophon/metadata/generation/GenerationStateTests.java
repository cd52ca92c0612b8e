package dev.colophon.metadata.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.generation.GenerationState.Adopt;
import dev.colophon.metadata.generation.GenerationState.Exists;
import dev.colophon.metadata.generation.GenerationState.FollowUp;
import dev.colophon.metadata.generation.GenerationState.Queue;
import dev.colophon.metadata.generation.GenerationState.UnderWay;
import dev.colophon.metadata.project.MetadataStatus;
import dev.colophon.metadata.project.ProjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenerationStateTests {

    private static final UUID CURRENT = UUID.randomUUID();
    private static final UUID NEXT = UUID.randomUUID();
    private static final UUID NEW = UUID.randomUUID();
    private static final ProjectMeta META =
            new ProjectMeta(List.of("kafka"), "About Kafka.", "expert", 1, "m", "1.0", Instant.EPOCH, CURRENT);

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FAILED"})
    void queuesWhereThereIsNothing(MetadataStatus status) {
        assertThat(state(status, false, null, null).ask(false, NEW)).isEqualTo(new Queue(NEW));
        assertThat(state(status, false, null, null).change(NEW)).isEqualTo(new Queue(NEW));
    }

    @Test
    void hasWhatExistsUnlessForced() {
        GenerationState generated = state(MetadataStatus.GENERATED, false, null, META);
        assertThat(generated.ask(false, NEW)).isEqualTo(new Exists(META));
        assertThat(generated.ask(true, NEW)).isEqualTo(new Queue(NEW));
        assertThat(generated.change(NEW)).isEqualTo(new Queue(NEW));
        assertThat(state(MetadataStatus.FAILED, false, null, META).ask(false, NEW))
                .isEqualTo(new Exists(META));
    }

    @Test
    void answersTheFirstToAskWithTheRequestThatCameByItself() {
        assertThat(state(MetadataStatus.QUEUED, false, null, null).ask(false, NEW))
                .isEqualTo(new Adopt(CURRENT));
        assertThat(state(MetadataStatus.QUEUED, true, null, null).ask(false, NEW))
                .isEqualTo(new UnderWay(CURRENT));
        assertThat(state(MetadataStatus.QUEUED, true, null, null).ask(true, NEW))
                .isEqualTo(new UnderWay(CURRENT));
    }

    @Test
    void hasWhatExistsWhileItIsRefreshedByItself() {
        assertThat(state(MetadataStatus.QUEUED, false, null, META).ask(false, NEW))
                .isEqualTo(new Exists(META));
        assertThat(state(MetadataStatus.IN_PROGRESS, false, null, META).ask(false, NEW))
                .isEqualTo(new Exists(META));
        assertThat(state(MetadataStatus.IN_PROGRESS, true, null, META).ask(false, NEW))
                .isEqualTo(new UnderWay(CURRENT));
    }

    @Test
    void letsExactlyOneRunFollowARunningOne() {
        GenerationState running = state(MetadataStatus.IN_PROGRESS, true, null, null);
        assertThat(running.ask(false, NEW)).isEqualTo(new UnderWay(CURRENT));
        assertThat(running.ask(true, NEW)).isEqualTo(new FollowUp(NEW));
        assertThat(running.change(NEW)).isEqualTo(new FollowUp(NEW));

        GenerationState followed = state(MetadataStatus.IN_PROGRESS, true, NEXT, null);
        assertThat(followed.ask(true, NEW)).isEqualTo(new UnderWay(NEXT));
        assertThat(followed.change(NEW)).isEqualTo(new UnderWay(NEXT));
    }

    @Test
    void leavesChangesToTheRequestThatWaits() {
        assertThat(state(MetadataStatus.QUEUED, false, null, null).change(NEW)).isEqualTo(new UnderWay(CURRENT));
    }

    private static GenerationState state(
            MetadataStatus status, boolean asked, @Nullable UUID followUp, @Nullable ProjectMeta meta) {
        return new GenerationState(status, CURRENT, asked, followUp, meta);
    }
}
