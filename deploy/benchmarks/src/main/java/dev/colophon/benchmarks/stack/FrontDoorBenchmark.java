package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

    /** The JVM optimises what was called five to fifteen thousand times, and more the longer the line of what it optimises. */
    private static final int WARM_UP = Integer.getInteger("warm-up-calls", 40_000);

    /** As services run that are to run for long, and not to start quickly: with the compiler that optimises, in large pages. */
    private static final String FOR_LONG = "-XX:TieredStopAtLevel=4 -XX:+UseTransparentHugePages";

    private static final int CALLS_A_ROUND = 500;
    private static final int[] PERCENTS = {50, 95, 99};

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
                        // warming up is faster than a key may call
                        .with("COLOPHON_GATEWAY_LIMIT_KEY_PERSECOND", "10000")
                        .with("COLOPHON_GATEWAY_LIMIT_KEY_BURST", "10000")
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
                OpenLoop.Round ended = measure(doors.get(turn), CALLS_A_ROUND);
                measured.get(turn).add(ended);
                System.err.printf(
                        "round %d of %d: %s %s%n",
                        round + 1, rounds, doors.get(turn).name(), figures(List.of(ended)));
            }
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
        PaidAccount.open(
                stack,
                upstream.url(),
                "llm",
                "chat",
                Map.of("input", CountingUpstream.INPUT_PRICE, "output", CountingUpstream.OUTPUT_PRICE),
                Map.of("model", CountingUpstream.MODEL));
        return new Door(
                "colophon", stack.url() + "/v1", PaidAccount.NAME, Map.of("Authorization", "Bearer " + stack.key()));
    }

    /** Calls of which both sides count, once the ledger has followed; nothing else is asked meanwhile. */
    private Map<String, Object> spend(Stack stack, CountingUpstream upstream, Door ours)
            throws IOException, InterruptedException {
        JsonNode before = PaidAccount.settled(stack, -1);
        upstream.forget();
        measure(ours, CALLS_A_ROUND);
        JsonNode after =
                PaidAccount.settled(stack, before.path("total_requests").asLong() + upstream.calls());
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
}
