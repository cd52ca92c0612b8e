package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.testing.EventsProbe;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class QualityIT {

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    @Autowired
    DatabaseClient database;

    @Autowired
    ClientTransactions transactions;

    @Test
    void tellsBadVectorsFromRepeatedTexts() {
        ClientCalls client = ClientCalls.of(http);
        UUID sound = UUID.randomUUID();
        UUID damaged = UUID.randomUUID();
        List<ItemCaptured> items = IntStream.range(0, 20)
                .mapToObj(
                        i -> client.commit(i < 10 ? sound : damaged, i % 10 < 3 ? "The same text" : "Text number " + i))
                .toList();
        items.forEach(events::publish);
        client.awaitFound(items.get(19));

        JsonNode whole = client.get("/api/v1/embeddings/quality?drift=true");
        assertThat(whole.get("projects")).hasSize(2).allSatisfy(one -> {
            JsonNode figures = one.get("figures");
            assertThat(figures.get("vectors").asInt()).isEqualTo(10);
            assertThat(figures.get("dimensions").asInt()).isEqualTo(384);
            assertThat(figures.at("/magnitude/mean").asDouble()).isBetween(0.9999, 1.0001);
            assertThat(figures.at("/duplicates/equal_texts").asInt()).isEqualTo(2);
            assertThat(figures.at("/duplicates/equal_vectors_of_different_texts")
                            .asInt())
                    .isZero();
            assertThat(figures.get("quality_score").asDouble()).isGreaterThan(0.9999);
        });
        assertThat(whole.at("/drift/0/sampled").asInt()).isEqualTo(16);
        assertThat(whole.at("/drift/0/lowest_cosine").asDouble()).isGreaterThan(0.9999);

        change(client, items.get(13), "decode(repeat('00', 384 * 4), 'hex')");
        change(client, items.get(14), "decode(repeat('0000c07f', 384), 'hex')");
        change(client, items.get(15), "substring(vector from 1 for 383 * 4)");
        change(
                client,
                items.get(16),
                "(select o.vector from embedding o join chunk c on c.id = o.chunk_id where c.item_id = '"
                        + items.get(17).itemId() + "')");

        JsonNode report = client.get("/api/v1/embeddings/quality?drift=true");
        JsonNode worst = report.at("/projects/0");
        assertThat(worst.get("project_id").asText()).isEqualTo(damaged.toString());
        JsonNode figures = worst.get("figures");
        assertThat(figures.get("zero_vectors").asInt()).isEqualTo(1);
        assertThat(figures.get("not_finite").asInt()).isEqualTo(1);
        assertThat(figures.get("other_dimensions").asInt()).isEqualTo(1);
        assertThat(figures.get("dimension_consistency").asDouble()).isEqualTo(0.9);
        assertThat(figures.at("/duplicates/equal_texts").asInt()).isEqualTo(2);
        assertThat(figures.at("/duplicates/equal_vectors_of_different_texts").asInt())
                .isEqualTo(1);
        assertThat(figures.get("quality_score").asDouble()).isBetween(0.3, 0.7 * 0.9);
        assertThat(report.at("/projects/1/figures/quality_score").asDouble()).isGreaterThan(0.9999);
        assertThat(client.get("/api/v1/embeddings/quality?project_id=" + sound).get("projects"))
                .hasSize(1);
        assertThat(ClientCalls.of(http)
                        .get("/api/v1/embeddings/quality?project_id=" + damaged)
                        .get("projects"))
                .isEmpty();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(Metrics.of(http).value("colophon_embedding_quality_defects{", "zero"))
                        .isEqualTo(1));
    }

    private void change(ClientCalls client, ItemCaptured item, String vector) {
        Long rows = transactions
                .inClient(
                        client.id(),
                        database.sql("update embedding set vector = " + vector
                                        + " where chunk_id in (select id from chunk where item_id = '" + item.itemId()
                                        + "')")
                                .fetch()
                                .rowsUpdated())
                .block();
        assertThat(rows).isEqualTo(1);
    }
}
