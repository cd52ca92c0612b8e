package dev.colophon.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicDeviationTests {

    private static final Map<String, String> DECLARED =
            Map.of("retention.ms", "-1", "cleanup.policy", "delete", "retention.bytes", "-1");

    @Test
    void namesWhatIsNotAsDeclared() {
        Map<String, String> found = Map.of("retention.ms", "604800000", "cleanup.policy", "delete");

        assertThat(TopicDeviation.between("colophon.usage", DECLARED, found::get))
                .extracting(TopicDeviation::toString)
                .containsExactly(
                        "colophon.usage: retention.bytes is null, declared is -1",
                        "colophon.usage: retention.ms is 604800000, declared is -1");
    }

    @Test
    void mindsNothingElse() {
        Map<String, String> found = Map.of(
                "retention.ms", "-1", "cleanup.policy", "delete", "retention.bytes", "-1", "max.message.bytes", "1");

        assertThat(TopicDeviation.between("colophon.usage", DECLARED, found::get))
                .isEmpty();
    }
}
