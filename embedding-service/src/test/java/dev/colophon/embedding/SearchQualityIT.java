package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.testing.EventsProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Real commits, issues, release notes and sentences through the whole service: does search find what people mean, and do
 * meaning and words together find it at least as well as the better of them? With {@code -Dcolophon.retrieval=all} every
 * set and every commit, and the figures in {@code target/retrieval.json}.
 */
@EmbeddingServiceTest
class SearchQualityIT {

    private static final Logger log = LoggerFactory.getLogger(SearchQualityIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIGURES = Path.of("target/retrieval.json");
    private static final boolean ALL = "all".equals(System.getProperty("colophon.retrieval"));
    private static final int READ = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    @Autowired
    DatabaseClient database;

    @Autowired
    VectorIndex index;

    private final Map<String, UUID> itemOfText = new HashMap<>();

    static Stream<RetrievalSet> sets() throws IOException {
        return RetrievalSet.read(ALL).stream();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void findsWhatPeopleMean(RetrievalSet set) throws IOException {
        ClientCalls client = ClientCalls.of(http);
        capture(client, set);

        Map<String, Retrieval> byMode = new LinkedHashMap<>();
        for (String mode : List.of("semantic", "keyword", "hybrid")) {
            byMode.put(mode, asked(client, set, mode));
            log.info("{}, {}: {}", set.name(), mode, byMode.get(mode));
        }
        keep(set, byMode);

        Retrieval hybrid = byMode.get("hybrid");
        for (String mode : List.of("semantic", "keyword")) {
            assertThat(hybrid.isAsGoodAs(byMode.get(mode), oneMoreOrLess(set)))
                    .as("hybrid %s against %s %s", hybrid, mode, byMode.get(mode))
                    .isTrue();
        }
        assertThat(hybrid.recallAt10()).isGreaterThanOrEqualTo(set.expected());
    }

    /** One question answered more or less is chance, where models and processors change. */
    private static double oneMoreOrLess(RetrievalSet set) {
        return 1.0 / set.questions().size() + 1e-3;
    }

    private void capture(ClientCalls client, RetrievalSet set) {
        UUID project = UUID.randomUUID();
        List<ItemCaptured> items = new ArrayList<>();
        for (String text : set.texts()) {
            String title = text.lines().findFirst().orElse("");
            ItemCaptured item = client.item(project, ItemKind.COMMIT, null, title, text);
            itemOfText.put(text, item.itemId());
            items.add(item);
        }
        long started = System.nanoTime();
        items.forEach(events::publish);
        awaitFound(client, items.size());
        log.info("{}: {} items in {} ms", set.name(), items.size(), (System.nanoTime() - started) / 1_000_000);
    }

    private void awaitFound(ClientCalls client, int items) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode stats = client.get("/api/v1/embeddings/stats");
            assertThat(stats.get("items").asInt()).isEqualTo(items);
            assertThat(stats.get("chunks").get("pending").asInt()).isZero();
        });
        Long last = database.sql("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1")
                .mapValue(Long.class)
                .one()
                .block();
        assertThat(last).isNotNull();
        await().atMost(PATIENCE).until(() -> index.hasFollowed(last));
    }

    private Retrieval asked(ClientCalls client, RetrievalSet set, String mode) {
        List<Integer> ranks = new ArrayList<>();
        set.questions().forEach((question, answers) -> {
            Set<UUID> wanted = new HashSet<>();
            answers.forEach(text -> wanted.add(itemOfText.get(text)));
            UUID itself = itemOfText.get(question);
            ObjectNode request = JSON.createObjectNode()
                    .put("query", question.length() <= 2_000 ? question : question.substring(0, 2_000))
                    .put("mode", mode)
                    .put("limit", READ + 1);
            List<UUID> found = new ArrayList<>(
                    ClientCalls.ids(client.search(request.toString()).get("hits")));
            found.remove(itself);
            int rank = 1;
            while (rank <= found.size() && !wanted.contains(found.get(rank - 1))) {
                rank++;
            }
            ranks.add(rank <= found.size() ? rank : Integer.MAX_VALUE);
        });
        return Retrieval.of(ranks);
    }

    private static void keep(RetrievalSet set, Map<String, Retrieval> byMode) throws IOException {
        ObjectNode all = Files.exists(FIGURES) ? (ObjectNode) JSON.readTree(FIGURES.toFile()) : JSON.createObjectNode();
        ObjectNode figures = all.putObject(set.name());
        figures.put("items", set.texts().size())
                .put("questions", set.questions().size());
        byMode.forEach((mode, retrieval) -> figures.set(mode, JSON.valueToTree(retrieval)));
        Files.writeString(FIGURES, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }

    /**
     * How well questions were answered.
     *
     * @param mrr the mean of 1 over the rank of the first right answer, 0 beyond the fiftieth
     */
    record Retrieval(double recallAt1, double recallAt10, double mrr) {

        static Retrieval of(List<Integer> ranks) {
            return new Retrieval(
                    share(ranks, 1),
                    share(ranks, 10),
                    rounded(ranks.stream()
                            .mapToDouble(rank -> rank <= READ ? 1.0 / rank : 0)
                            .average()
                            .orElse(0)));
        }

        boolean isAsGoodAs(Retrieval other, double chance) {
            return recallAt1 >= other.recallAt1 - chance
                    && recallAt10 >= other.recallAt10 - chance
                    && mrr >= other.mrr - chance;
        }

        private static double share(List<Integer> ranks, int k) {
            return rounded((double) ranks.stream().filter(rank -> rank <= k).count() / ranks.size());
        }

        private static double rounded(double value) {
            return Math.round(value * 1e3) / 1e3;
        }
    }
}
