package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTests {

    @Test
    void neverDeletesTheAccountBook() {
        assertThat(Topic.USAGE.configuration())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1");
    }

    @Test
    void keepsEveryVersionOfAnItemForSevenDaysBeforeCompaction() {
        assertThat(Topic.ITEMS.configuration())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.compaction.lag.ms", "604800000");
    }

    @ParameterizedTest
    @EnumSource(
            value = Topic.class,
            names = {"PROJECTS", "METADATA", "EMBEDDINGS", "CONFIGURATION"})
    void keepsTheLatestOfEachEntityForEver(Topic topic) {
        assertThat(topic.configuration())
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
    }

    @Test
    void givesFewerPartitionsToWhatIsAskedAndToldOnce() {
        List<Topic> requests =
                Arrays.stream(Topic.values()).filter(Topic::carriesRequests).toList();

        assertThat(requests).containsExactly(Topic.SOURCES, Topic.METADATA_REQUESTS, Topic.EMBEDDING_REQUESTS);
    }

    @ParameterizedTest
    @CsvSource({"SOURCES, 2592000000", "METADATA_REQUESTS, 604800000", "EMBEDDING_REQUESTS, 604800000"})
    void keepsWhatIsAskedAndToldOnceForATime(Topic topic, String retention) {
        assertThat(topic.configuration())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", retention);
    }

    @Test
    void givesEachServiceItsOwnDeadLettersForThirtyDays() {
        assertThat(Topic.USAGE.deadLetterTopic("usage-service")).isEqualTo("colophon.usage.usage-service.dlt");
        assertThat(Topic.deadLetterConfiguration()).containsEntry("retention.ms", "2592000000");
    }
}
