package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
import dev.colophon.ai.local.embedding.Precision;
import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import dev.colophon.benchmarks.Texts;
import dev.colophon.benchmarks.embedder.BareEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From items sent to the gateway until each of their chunks is searchable, against the bare embedder on the very texts of
 * those chunks, one after the other in each round.
 */
public final class PipelineBenchmark implements Benchmark {

    /** So many that the first and the last second of a round, when some wait for others, say little. */
    private static final int ITEMS_A_ROUND = Integer.getInteger("items", 4_800);

    private static final int TEXTS = 1_200;
    private static final int MOST_TOKENS = 180;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Sent(List<String> itemIds, double seconds) {}

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Path models = Files.createTempDirectory("colophon-benchmark-model");
        List<String> texts = texts(models);
        List<Double> pipeline = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Map<String, Object> result = new LinkedHashMap<>();
        try (Stack stack = Stack.started()) {
            for (int round = -1; round < rounds; round++) {
                Sent sent = send(stack, round, texts);
                List<String> chunks = chunkTexts(stack, sent.itemIds());
                double pipelineRate = chunks.size() / sent.seconds();
                double bareRate = bareRate(models, chunks);
                System.err.printf(
                        "round %d: %d chunks, pipeline %.0f/s, bare %.0f/s, %.2f%n",
                        round, chunks.size(), pipelineRate, bareRate, pipelineRate / bareRate);
                if (round >= 0) {
                    pipeline.add(pipelineRate);
                    bare.add(bareRate);
                    ratios.add(pipelineRate / bareRate);
                }
            }
            result.put("resident_mb", stack.residentMegabytes());
        } finally {
            BareEmbedder.delete(models);
        }
        result.put("items_a_round", ITEMS_A_ROUND);
        result.put("pipeline_chunks_per_second", Figures.rounded(Figures.median(pipeline)));
        result.put("bare_texts_per_second", Figures.rounded(Figures.median(bare)));
        result.put("ratio", Figures.rounded(Figures.median(ratios)));
        result.put("ratios", ratios.stream().map(Figures::rounded).toList());
        return result;
    }

    private static List<String> texts(Path models) throws Exception {
        try (MiniLmEmbeddingModel model =
                new MiniLmEmbeddingModel(Runtime.getRuntime().availableProcessors(), models, Precision.FP32)) {
            return Texts.read(model.tokenizer()).between(20, MOST_TOKENS, TEXTS);
        }
    }

    /** One project a round; every text says its round and its number, so that no vector can be used twice. */
    private static Sent send(Stack stack, int round, List<String> texts) throws Exception {
        SentItems items = SentItems.into(stack, "Round " + round);
        long started = System.nanoTime();
        items.send(ITEMS_A_ROUND, i -> title(round, i), i -> texts.get(i % texts.size()));
        double sent = Figures.secondsSince(started);
        items.awaitCompleted(ITEMS_A_ROUND);
        double completed = Figures.secondsSince(started);
        items.awaitFound(title(round, ITEMS_A_ROUND - 1));
        double seconds = Figures.secondsSince(started);
        System.err.printf("sent after %.1f s, completed after %.1f, found after %.1f%n", sent, completed, seconds);
        return new Sent(itemIds(stack, items.project()), seconds);
    }

    private static String title(int round, int number) {
        return "r" + (round + 1) + "n" + number;
    }

    private static List<String> itemIds(Stack stack, String project) throws Exception {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = stack.get("/api/v1/items?limit=200&project_id=" + project + cursor);
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    private static List<String> chunkTexts(Stack stack, List<String> itemIds) throws Exception {
        List<String> texts = new ArrayList<>();
        for (String id : itemIds) {
            for (JsonNode chunk :
                    stack.get("/api/v1/items/" + id + "/chunks?limit=200").path("items")) {
                texts.add(embeddedText(chunk));
            }
        }
        return texts;
    }

    /** What embedding-service gives its model of a chunk. */
    private static String embeddedText(JsonNode chunk) {
        String context = chunk.path("context").asText();
        String text = chunk.path("text").asText();
        return context.isEmpty() ? text : context + "\n\n" + text;
    }

    private static double bareRate(Path models, List<String> texts) throws IOException {
        Path file = Files.createTempFile("colophon-benchmark", ".json");
        try {
            JSON.writeValue(file.toFile(), texts);
            return ((Number) BareEmbedder.measured(models, file.toString()).getOrDefault("per_second", 0))
                    .doubleValue();
        } finally {
            Files.delete(file);
        }
    }
}
