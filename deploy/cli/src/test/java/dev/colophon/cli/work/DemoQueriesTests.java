package dev.colophon.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DemoQueriesTests {

    @Test
    void asksForTheProjectsOwnTagsAndTheFirstSentenceOfItsSummary() throws Exception {
        JsonNode project = project("""
                {"name": "x", "meta": {"ai_generated_tags": ["consumer-groups", "retries", "offsets"],
                 "content_summary": "Listeners commit in order. Nothing is lost."}}
                """);

        assertThat(DemoQueries.of(project)).containsExactly("consumer groups", "retries", "Listeners commit in order");
    }

    @Test
    void cutsALongSentence() throws Exception {
        JsonNode project = project("{\"meta\": {\"content_summary\": \"" + "word ".repeat(40) + "\"}}");

        assertThat(DemoQueries.of(project)).singleElement().satisfies(query -> assertThat(query.split(" "))
                .hasSize(14));
    }

    @Test
    void fallsBackToTheNameOfAProjectWithoutMetadata() throws Exception {
        assertThat(DemoQueries.of(project("{\"name\": \"Kafka\", \"meta\": null}")))
                .containsExactly("Kafka");
    }

    private static JsonNode project(String json) throws Exception {
        return new ObjectMapper().readTree(json);
    }
}
