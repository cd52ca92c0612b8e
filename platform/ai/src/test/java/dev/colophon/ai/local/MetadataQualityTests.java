package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataQualityTests {

    private static final LocalLanguage LANGUAGE = LocalLanguage.load();
    private static final ProjectTexts SOURCE = ProjectTexts.of(
            "outbox",
            "Transactional outbox for reactive services",
            "The relay sends events to Kafka in order and holds an advisory lock. State and events share a transaction.");
    private static final List<String> TAGS = List.of("outbox", "kafka", "relay", "advisory-lock", "transaction");
    private static final String SUMMARY =
            "A transactional outbox for reactive services whose relay sends events to Kafka in order.";

    private final MetadataQuality quality = LANGUAGE.quality();

    @Test
    void givesGroundedVariedMetadataNearlyFullMarks() {
        assertThat(score(TAGS, SUMMARY, "advanced").value()).isGreaterThan(0.9);
    }

    @Test
    void givesNothingForNothing() {
        assertThat(score(List.of(), " ", "advanced").value()).isZero();
    }

    @Test
    void costsEachFaultItsShare() {
        double good = score(TAGS, SUMMARY, "advanced").value();

        assertThat(score(TAGS, SUMMARY, "easy-peasy").value()).isLessThan(good);
        assertThat(score(TAGS, "outbox", "advanced").summary()).isZero();
        assertThat(score(TAGS, "As an AI language model I cannot say what this project is about, sorry.", "advanced")
                        .summary())
                .isLessThan(0.3);
        assertThat(score(List.of("Kafka Topic", "the", "1.2.3"), SUMMARY, "advanced")
                        .tags())
                .isZero();
        assertThat(score(TAGS, "The project serves 4200 zebras in Antarctica with quantum blockchains.", "advanced")
                        .grounding())
                .isLessThan(0.75);
        assertThat(score(
                                List.of("kafka", "kafka-relay", "kafka-lock", "kafka-order", "kafka-event"),
                                SUMMARY,
                                "advanced")
                        .tags())
                .isLessThan(score(TAGS, SUMMARY, "advanced").tags());
    }

    private QualityScore score(List<String> tags, String summary, String difficulty) {
        return quality.score(SOURCE, tags, summary, difficulty);
    }
}
