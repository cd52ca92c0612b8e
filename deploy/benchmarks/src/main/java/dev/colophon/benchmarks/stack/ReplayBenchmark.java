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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How fast embedding-service goes over items of which nothing has changed, how long a dry run of that takes, and how much
 * longer a search and a new item wait meanwhile.
 *
 * <p>The items are captured, cut and stored like any others, each with a chunk and a vector of its own; but their texts are
 * a few hundred, so that all other vectors are taken over instead of computed, which a replay does not see.
 */
public final class ReplayBenchmark implements Benchmark {

    private static final int ITEMS = Integer.getInteger("items", 10_000);
    private static final int TEXTS = 500;
    private static final int MOST_TOKENS = 120;
    private static final int SEARCHES = 300;
    private static final int SEARCHES_A_SECOND = 15;
    private static final int POLL_MILLIS = 20;
    private static final int PROBE_MILLIS = 50;
    private static final String REPLAYS = "/api/v1/ops/embedding/replays";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long searches and new items waited, in milliseconds. */
    private record Waits(List<Double> searches, List<Double> captures, int replays) {}

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        List<String> texts = texts();
        List<Double> rates = new ArrayList<>();
        List<Double> dryRuns = new ArrayList<>();
        Waits still = new Waits(new ArrayList<>(), new ArrayList<>(), 0);
        Waits busy = new Waits(new ArrayList<>(), new ArrayList<>(), 0);
        List<Double> searchRatios = new ArrayList<>();
        List<Double> captureRatios = new ArrayList<>();
        Map<String, Object> result = new LinkedHashMap<>();
        try (Stack stack = Stack.started()) {
            SentItems items = SentItems.into(stack, "replayed");
            long started = System.nanoTime();
            items.send(ITEMS, i -> "Paragraph " + i % texts.size(), i -> texts.get(i % texts.size()));
            items.awaitCompleted(ITEMS);
            System.err.printf("%d items in %.0f s%n", ITEMS, Figures.secondsSince(started));
            SentItems live = SentItems.into(stack, "live");
            for (int round = -1; round < rounds; round++) {
                double dryRun = seconds(replay(stack, items, Map.of("dry_run", true)));
                JsonNode run = replay(stack, items, Map.of());
                double rate = run.at("/progress/events_matched").asDouble() / secondsOfRun(run);
                Waits without = waits(stack, live, texts, "still" + round, null);
                Waits with = waits(stack, live, texts, "busy" + round, items);
                double searchRatio = p(99, with.searches()) / p(99, without.searches());
                double captureRatio = p(99, with.captures()) / p(99, without.captures());
                System.err.printf(
                        "round %d: dry run %.1f s, %.0f events/s, search p99 %.0f ms and %.0f ms (%.2f),"
                                + " new item p99 %.0f ms and %.0f ms (%.2f), %d replays meanwhile%n",
                        round,
                        dryRun,
                        rate,
                        p(99, without.searches()),
                        p(99, with.searches()),
                        searchRatio,
                        p(99, without.captures()),
                        p(99, with.captures()),
                        captureRatio,
                        with.replays());
                if (round >= 0) {
                    dryRuns.add(dryRun);
                    rates.add(rate);
                    add(still, without);
                    add(busy, with);
                    searchRatios.add(searchRatio);
                    captureRatios.add(captureRatio);
                }
            }
            result.put("resident_at_most_mb", stack.peakMegabytes());
        }
        result.put("items", ITEMS);
        result.put("different_texts", texts.size());
        result.put("events_per_second", Figures.rounded(Figures.median(rates)));
        result.put("dry_run_seconds", Figures.rounded(Figures.median(dryRuns)));
        result.put("search_ms", described(still.searches(), busy.searches(), searchRatios));
        result.put("captured_to_searchable_ms", described(still.captures(), busy.captures(), captureRatios));
        return result;
    }

    private static void add(Waits all, Waits some) {
        all.searches().addAll(some.searches());
        all.captures().addAll(some.captures());
    }

    private static Map<String, Object> described(List<Double> still, List<Double> busy, List<Double> ratios) {
        Map<String, Object> described = new LinkedHashMap<>();
        for (int percent : List.of(50, 99)) {
            described.put("p" + percent + "_without", Figures.rounded(p(percent, still)));
            described.put("p" + percent + "_with", Figures.rounded(p(percent, busy)));
        }
        described.put("p99_ratio", Figures.rounded(Figures.median(ratios)));
        described.put("p99_ratios", ratios.stream().map(Figures::rounded).toList());
        return described;
    }

    private static double p(int percent, List<Double> values) {
        return Figures.percentile(values, percent);
    }

    private static List<String> texts() throws Exception {
        Path models = Files.createTempDirectory("colophon-benchmark-model");
        try (MiniLmEmbeddingModel model =
                new MiniLmEmbeddingModel(Runtime.getRuntime().availableProcessors(), models, Precision.FP32)) {
            return Texts.read(model.tokenizer()).between(20, MOST_TOKENS, TEXTS);
        } finally {
            BareEmbedder.delete(models);
        }
    }

    /** Begins a replay of the project's items and waits for its end. */
    private static JsonNode replay(Stack stack, SentItems items, Map<String, ?> more)
            throws IOException, InterruptedException {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("topic", "colophon.items");
        asked.put("project_id", items.project());
        asked.put("reason", "benchmark");
        asked.putAll(more);
        JsonNode replay = stack.post(REPLAYS, asked);
        while (!replay.hasNonNull("finished_at")) {
            Thread.sleep(POLL_MILLIS);
            replay = stack.get(REPLAYS + "/" + replay.path("id").asText());
        }
        boolean unchanged = replay.at("/progress/events_matched").asInt() == ITEMS
                && replay.at("/progress/events_unchanged").asInt() == ITEMS;
        if (replay.path("status").asText().equals("failed") || !unchanged) {
            throw new IOException("the replay came to " + replay);
        }
        return replay;
    }

    private static double seconds(JsonNode replay) {
        return between(replay, "created_at", "finished_at");
    }

    /** A run goes over its range twice, to find out what it takes and to do it: its rate is that of the latter. */
    private static double secondsOfRun(JsonNode replay) {
        double perSecond = replay.at("/progress/events_per_second").asDouble();
        return perSecond > 0 ? replay.at("/progress/events_matched").asDouble() / perSecond : seconds(replay) / 2;
    }

    private static double between(JsonNode replay, String from, String to) {
        Instant begun = Instant.parse(replay.path(from).asText());
        Instant ended = Instant.parse(replay.path(to).asText());
        return Duration.between(begun, ended).toMillis() / 1e3;
    }

    /** Searches at a fixed rate and one new item after another; with replays without end where {@code replayed} is given. */
    private static Waits waits(
            Stack stack, SentItems live, List<String> texts, String name, @Nullable SentItems replayed)
            throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        CompletableFuture<Integer> replays = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            try {
                while (replayed != null && goesOn.get()) {
                    replay(stack, replayed, Map.of());
                    count++;
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return count;
        });
        CompletableFuture<List<Double>> captures = CompletableFuture.supplyAsync(() -> {
            List<Double> waited = new ArrayList<>();
            try {
                while (goesOn.get()) {
                    waited.add(captured(live, name + "n" + waited.size()));
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return waited;
        });
        OpenLoop loop = new OpenLoop();
        loop.warmUp(SEARCHES_A_SECOND, number -> search(stack, texts.get(number % texts.size())));
        OpenLoop.Round searches =
                loop.round(SEARCHES, SEARCHES_A_SECOND, number -> search(stack, texts.get(number % texts.size())));
        goesOn.set(false);
        if (searches.refused() > 0) {
            throw new IOException(searches.refused() + " searches were refused: " + searches.example());
        }
        return new Waits(searches.millis(), captures.join(), replays.join());
    }

    /** Milliseconds from sending an item until a search finds it by its vector. */
    private static double captured(SentItems live, String name) throws IOException, InterruptedException {
        long started = System.nanoTime();
        live.send(1, name, i -> name, i -> "A new item by the name of " + name);
        Map<String, Object> query =
                Map.of("query", name, "mode", "semantic", "project_id", live.project(), "limit", 200);
        while (live.stack().post("/api/v1/search", query).path("hits").findValuesAsText("title").stream()
                .noneMatch(name::equals)) {
            Thread.sleep(PROBE_MILLIS);
        }
        double millis = (System.nanoTime() - started) / 1e6;
        Thread.sleep(PROBE_MILLIS * 4);
        return millis;
    }

    private static HttpRequest search(Stack stack, String text) {
        try {
            String query = text.substring(0, Math.min(60, text.length()));
            return HttpRequest.newBuilder(URI.create(stack.url() + "/api/v1/search"))
                    .header("Authorization", "Bearer " + stack.key())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("query", query))))
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
