package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import dev.colophon.benchmarks.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * 10,000 texts through a provider that takes 200 ms a request: {@code POST /v1/embeddings} of the gateway with admission and
 * ledger on, as an integration with no settings of its own, against a plain loop (50 texts, then a pause of 0.1 s) at the
 * provider directly. Then the ledger's tokens are held against the provider's own count.
 */
public final class EmbeddingsBenchmark implements Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXTS = 10_000;

    /** As many as OpenAI takes. */
    private static final int TEXTS_A_REQUEST = 2_048;

    private static final int TEXTS_A_BATCH = 50;
    private static final int PAUSE_MILLIS = 100;
    private static final int WARM_UPS = 5;
    private static final int COOLING_MILLIS = 5_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One way to the provider. */
    private record Door(String url, String model, String key) {}

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        try (EmbeddingUpstream upstream = EmbeddingUpstream.started();
                Stack stack = Stack.prepared().with("COLOPHON_OUTBOUND_ALLOWED_PRIVATE", "127.0.0.1")) {
            stack.start();
            Door ours = open(stack, upstream);
            Door direct = new Door(upstream.url(), EmbeddingUpstream.MODEL, "of-nobody");
            for (int i = 0; i < WARM_UPS; i++) {
                warmUp(ours);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("texts", TEXTS);
            result.putAll(rounds(stack, upstream, ours, direct, rounds));
            result.put("resident_mb", stack.residentMegabytes());
            System.err.println(result);
            return result;
        }
    }

    /** Services that just started may say that they are not ready: that is not what is measured. */
    private void warmUp(Door door) throws InterruptedException {
        try {
            throughTheDoor(door, Texts.shortOnes(TEXTS));
        } catch (IOException e) {
            System.err.println("warming up: " + e.getMessage());
            Thread.sleep(COOLING_MILLIS);
        }
    }

    private Map<String, Object> rounds(Stack stack, EmbeddingUpstream upstream, Door ours, Door direct, int rounds)
            throws IOException, InterruptedException {
        List<String> texts = Texts.shortOnes(TEXTS);
        List<Double> door = new ArrayList<>();
        List<Double> loop = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Map<String, Object> spend = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            JsonNode before = PaidAccount.settled(stack, -1);
            upstream.forget();
            door.add(throughTheDoor(ours, texts));
            spend = spend(
                    before,
                    PaidAccount.settled(stack, before.path("total_requests").asLong() + upstream.requests()),
                    upstream);
            loop.add(inALoop(direct, texts));
            ratios.add(loop.get(round) / door.get(round));
            System.err.println("round " + (round + 1) + " of " + rounds + ": " + door + " s, " + loop + " s");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("front_door_seconds", Figures.rounded(Figures.median(door)));
        result.put("loop_seconds", Figures.rounded(Figures.median(loop)));
        result.put("times_as_fast", Figures.rounded(Figures.median(ratios)));
        result.put(
                "times_as_fast_by_round", ratios.stream().map(Figures::rounded).toList());
        result.put("spend_of_the_last_round", spend);
        return result;
    }

    /** All requests at once, as a client's worker would. */
    private double throughTheDoor(Door door, List<String> texts) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (List<String> some : cut(texts, TEXTS_A_REQUEST)) {
            answers.add(http.sendAsync(request(door, some), BodyHandlers.ofByteArray()));
        }
        List<JsonNode> read = new ArrayList<>();
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            try {
                read.add(data(answer.get()));
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
        double took = Figures.secondsSince(began);
        check(read, texts);
        return took;
    }

    private double inALoop(Door door, List<String> texts) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<JsonNode> read = new ArrayList<>();
        for (List<String> some : cut(texts, TEXTS_A_BATCH)) {
            if (!read.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS);
            }
            read.add(data(http.send(request(door, some), BodyHandlers.ofByteArray())));
        }
        double took = Figures.secondsSince(began);
        check(read, texts);
        return took;
    }

    /** A figure of wrong vectors says nothing: each has to be its text's. */
    private static void check(List<JsonNode> answers, List<String> texts) throws IOException {
        List<Integer> first = answers.stream()
                .flatMap(data -> IntStream.range(0, data.size())
                        .mapToObj(i -> data.get(i).path("embedding").path(0).asInt()))
                .toList();
        List<Integer> expected = texts.stream().map(EmbeddingUpstream::number).toList();
        if (!first.equals(expected)) {
            throw new IOException("the vectors are not those of the texts: " + first.size() + " of " + texts.size());
        }
    }

    private static JsonNode data(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + " " + new String(answer.body()));
        }
        return JSON.readTree(answer.body()).path("data");
    }

    private static HttpRequest request(Door door, List<String> texts) throws IOException {
        return HttpRequest.newBuilder(URI.create(door.url() + "/embeddings"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + door.key())
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(
                        Map.of("model", door.model(), "input", texts, "encoding_format", "float"))))
                .build();
    }

    private static List<List<String>> cut(List<String> texts, int size) {
        return IntStream.iterate(0, i -> i < texts.size(), i -> i + size)
                .mapToObj(i -> texts.subList(i, Math.min(texts.size(), i + size)))
                .toList();
    }

    private static Door open(Stack stack, EmbeddingUpstream upstream) throws IOException, InterruptedException {
        PaidAccount.open(
                stack,
                upstream.url(),
                "embedding",
                "embedding",
                Map.of("input", "0.02"),
                Map.of("model", EmbeddingUpstream.MODEL, "dimensions", EmbeddingUpstream.DIMENSIONS));
        return new Door(stack.url() + "/v1", PaidAccount.NAME, stack.key());
    }

    private static Map<String, Object> spend(JsonNode before, JsonNode after, EmbeddingUpstream upstream) {
        long recorded = after.path("total_tokens").asLong()
                - before.path("total_tokens").asLong();
        Map<String, Object> spend = new LinkedHashMap<>();
        spend.put("provider_requests", upstream.requests());
        spend.put(
                "ledger_requests",
                after.path("total_requests").asLong()
                        - before.path("total_requests").asLong());
        spend.put("provider_tokens", upstream.tokens());
        spend.put("ledger_tokens", recorded);
        spend.put("equal", recorded == upstream.tokens());
        return spend;
    }
}
