package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code POST /v1/chat/completions} of the gateway adds to the same call made at the provider directly, with admission
 * and ledger on; beside it another gateway that keeps no accounts. Then the ledger is held against the provider's own count.
 */
public final class FrontDoorBenchmark implements Benchmark {

    private static final int PER_SECOND = Integer.getInteger("requests-a-second", 50);
    private static final int WARM_UP = Integer.getInteger("warm-up-calls", 8_000);

    /** As services run that are to run for long, and not to start quickly: with the compiler that optimises. */
    private static final String FOR_LONG = "-XX:TieredStopAtLevel=4";

    private static final int CALLS_A_ROUND = 500;
    private static final int[] PERCENTS = {50, 95, 99};
    private static final int SETTLING_SECONDS = 120;

    private final OpenLoop loop = new OpenLoop();
    private int sent;

    /** One way to the provider. */
    private record Door(String name, String url, String model, Map<String, String> headers) {}

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Optional<PeerGateway> peer = PeerGateway.started();
        try (CountingUpstream upstream = CountingUpstream.started();
                Stack stack = Stack.prepared()
                        .with("COLOPHON_OUTBOUND_ALLOWED_PRIVATE", "127.0.0.1")
                        .with("COLOPHON_JAVA_OPTS", FOR_LONG)) {
            stack.start();
            Door ours = open(stack, upstream);
            List<Door> doors = new ArrayList<>();
            doors.add(new Door("direct", upstream.url(), CountingUpstream.MODEL, Map.of()));
            doors.add(ours);
            peer.ifPresent(each ->
                    doors.add(new Door("portkey", each.url(), CountingUpstream.MODEL, each.headers(upstream.url()))));
            for (Door door : doors) {
                loop.warmUp(WARM_UP, i -> request(door));
                measure(door, CALLS_A_ROUND);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("requests_a_second", PER_SECOND);
            result.putAll(rounds(doors, rounds));
            result.put("spend", spend(stack, upstream, ours));
            result.put("resident_mb", stack.residentMegabytes());
            System.err.println(result);
            return result;
        } finally {
            if (peer.isPresent()) {
                peer.get().close();
            }
        }
    }

    private Map<String, Object> rounds(List<Door> doors, int rounds) throws IOException, InterruptedException {
        List<List<OpenLoop.Round>> measured = doors.stream()
                .<List<OpenLoop.Round>>map(door -> new ArrayList<>())
                .toList();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < doors.size(); i++) {
                // who comes first changes, so that nobody always follows the same neighbour
                int turn = (round + i) % doors.size();
                measured.get(turn).add(measure(doors.get(turn), CALLS_A_ROUND));
            }
            System.err.println("round " + (round + 1) + " of " + rounds);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        for (int i = 0; i < doors.size(); i++) {
            result.put(doors.get(i).name() + "_ms", figures(measured.get(i)));
        }
        for (int i = 1; i < doors.size(); i++) {
            result.put("added_by_" + doors.get(i).name() + "_ms", added(measured.get(i), measured.get(0)));
        }
        return result;
    }

    /** What a door adds to the direct way within each round: the median of the rounds and their middle half. */
    private static Map<String, Object> added(List<OpenLoop.Round> door, List<OpenLoop.Round> direct) {
        Map<String, Object> added = new LinkedHashMap<>();
        for (int percent : PERCENTS) {
            List<Double> differences = new ArrayList<>();
            for (int round = 0; round < door.size(); round++) {
                differences.add(Figures.percentile(door.get(round).millis(), percent)
                        - Figures.percentile(direct.get(round).millis(), percent));
            }
            added.put(
                    "p" + percent,
                    List.of(
                            Figures.rounded(Figures.median(differences)),
                            "iqr",
                            Figures.rounded(Figures.percentile(differences, 25)),
                            Figures.rounded(Figures.percentile(differences, 75))));
        }
        return added;
    }

    /** Of the answers of all rounds. A door that refuses answers fewer, and its percentiles say less. */
    private static Map<String, Object> figures(List<OpenLoop.Round> rounds) {
        List<Double> millis =
                rounds.stream().flatMap(round -> round.millis().stream()).toList();
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int percent : PERCENTS) {
            figures.put("p" + percent, Figures.rounded(Figures.percentile(millis, percent)));
        }
        figures.put("refused", rounds.stream().mapToInt(OpenLoop.Round::refused).sum());
        return figures;
    }

    private OpenLoop.Round measure(Door door, int calls) throws IOException, InterruptedException {
        OpenLoop.Round round = loop.round(calls, PER_SECOND, i -> request(door));
        if (round.refused() > 0) {
            System.err.println(door.name() + " refused " + round.refused() + " of " + calls + ": " + round.example());
        }
        if (round.millis().isEmpty()) {
            throw new IOException(door.name() + " answers nobody: " + round.example());
        }
        return round;
    }

    /** No two texts are the same: an answer out of a cache would be no call. */
    private HttpRequest request(Door door) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(door.url() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\": \"" + door.model()
                        + "\", \"max_tokens\": 100, \"messages\": [{\"role\": \"user\", \"content\": \"Question "
                        + sent++ + ": what is the weather like at sea today?\"}]}"));
        door.headers().forEach(request::header);
        return request.build();
    }

    private static Door open(Stack stack, CountingUpstream upstream) throws IOException, InterruptedException {
        stack.put(
                "/api/v1/ai/prices",
                Map.of(
                        "prices",
                        List.of(Map.of(
                                "provider", "openai_compatible",
                                "model", CountingUpstream.MODEL,
                                "effective_from", LocalDate.EPOCH.toString(),
                                "input", CountingUpstream.INPUT_PRICE,
                                "output", CountingUpstream.OUTPUT_PRICE))));
        String integration = stack.post(
                        "/api/v1/integrations",
                        Map.of(
                                "type",
                                "openai_compatible",
                                "subtype",
                                "llm",
                                "name",
                                "Benchmark",
                                "base_url",
                                upstream.url(),
                                "credentials",
                                Map.of("api_key", "of-nobody"),
                                "model_config",
                                Map.of("model", CountingUpstream.MODEL)))
                .path("id")
                .asText();
        stack.put("/api/v1/ai/configuration/models", Map.of("values", Map.of("chat", integration)));
        // a limit that is never reached: each call is held against it all the same
        stack.put(
                "/api/v1/ai/configuration/cost_limits",
                Map.of(
                        "values",
                        Map.of(
                                "limits",
                                List.of(Map.of(
                                        "scope", "client", "period", "day", "kind", "hard", "amount", "1000.00")))));
        for (int i = 0; i < SETTLING_SECONDS && !isListed(stack); i++) {
            Thread.sleep(1_000);
        }
        return new Door("colophon", stack.url() + "/v1", "Benchmark", Map.of("Authorization", "Bearer " + stack.key()));
    }

    private static boolean isListed(Stack stack) throws IOException, InterruptedException {
        for (JsonNode model : stack.get("/v1/models").path("data")) {
            if (model.path("id").asText().equals("Benchmark")) {
                return true;
            }
        }
        return false;
    }

    /** Calls of which both sides count, once the ledger has followed; nothing else is asked meanwhile. */
    private Map<String, Object> spend(Stack stack, CountingUpstream upstream, Door ours)
            throws IOException, InterruptedException {
        JsonNode before = settled(stack, -1);
        upstream.forget();
        measure(ours, CALLS_A_ROUND);
        JsonNode after = settled(stack, before.path("total_requests").asLong() + upstream.calls());
        BigDecimal recorded = after.path("total_cost")
                .decimalValue()
                .subtract(before.path("total_cost").decimalValue());
        Map<String, Object> spend = new LinkedHashMap<>();
        spend.put("calls", upstream.calls());
        spend.put(
                "recorded",
                after.path("total_requests").asLong()
                        - before.path("total_requests").asLong());
        spend.put("billed_usd", upstream.billed().stripTrailingZeros().toPlainString());
        spend.put("ledger_usd", recorded.stripTrailingZeros().toPlainString());
        spend.put("equal", recorded.compareTo(upstream.billed()) == 0);
        return spend;
    }

    /** The ledger's totals: when they count {@code requests}, or, where that is negative, when they stand still. */
    private static JsonNode settled(Stack stack, long requests) throws IOException, InterruptedException {
        long last = -1;
        for (int i = 0; i < SETTLING_SECONDS; i++) {
            JsonNode totals = stack.get("/api/v1/ai/usage/summary?range=1d");
            long now = totals.path("total_requests").asLong();
            if (requests < 0 ? now == last : now >= requests) {
                return totals;
            }
            last = now;
            Thread.sleep(2_000);
        }
        throw new IOException("the ledger does not follow: " + stack.get("/api/v1/ai/usage/summary?range=1d"));
    }
}
