package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How fast a source is captured, how fast the other services hear of it, and how long a webhook takes to be acknowledged
 * while another source is read.
 */
public final class SourcesBenchmark implements Benchmark {

    private static final int ISSUES = 5_000;
    private static final int DELIVERIES = 500;
    private static final int PER_SECOND = 50;
    private static final int WARM_UP = 200;
    private static final String SECRET = "of-nobody";

    private final List<Double> captured = new ArrayList<>();
    private final List<Double> heard = new ArrayList<>();
    private final List<Double> waits = new ArrayList<>();
    private final List<Double> p99s = new ArrayList<>();
    private long calls;

    private record Connected(String project, String source) {}

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Map<String, Object> result = new LinkedHashMap<>();
        int refused = 0;
        try (GitHubStandIn github = GitHubStandIn.of(ISSUES);
                Stack stack = Stack.prepared().with("COLOPHON_OUTBOUND_ALLOWED_PRIVATE", "127.0.0.1")) {
            stack.start();
            for (int round = -1; round < rounds; round++) {
                sync(stack, github, round);
                refused += deliver(stack, github, round);
            }
            result.put("resident_mb", stack.residentMegabytes());
            result.put("resident_at_most_mb", stack.peakMegabytes());
        }
        result.put("issues", ISSUES);
        result.put("calls_a_sync", calls);
        result.put("captured_per_second", Figures.rounded(Figures.median(captured)));
        result.put("heard_per_second", Figures.rounded(Figures.median(heard)));
        result.put("webhooks", waits.size());
        result.put("webhooks_refused", refused);
        for (int percent : new int[] {50, 95, 99, 100}) {
            result.put("webhook_p" + percent + "_ms", Figures.rounded(Figures.percentile(waits, percent)));
        }
        result.put(
                "webhook_p99_ms_of_rounds", p99s.stream().map(Figures::rounded).toList());
        result.put("webhook_p99_ms_median", Figures.rounded(Figures.median(p99s)));
        return result;
    }

    private void sync(Stack stack, GitHubStandIn github, int round) throws IOException, InterruptedException {
        Connected connected = connect(stack, github, "Sync " + round);
        github.pause(0);
        github.calls();
        long begun = System.nanoTime();
        finished(stack, connected, begin(stack, connected));
        double capturedRate = ISSUES / Figures.secondsSince(begun);
        calls = github.calls();
        String stats = "/api/v1/embeddings/stats?project_id=" + connected.project();
        while (stack.get(stats).path("items").asInt() < ISSUES) {
            Thread.sleep(50);
        }
        double heardRate = ISSUES / Figures.secondsSince(begun);
        System.err.printf("round %d: captured %.0f/s, heard of %.0f/s%n", round, capturedRate, heardRate);
        if (round >= 0) {
            captured.add(capturedRate);
            heard.add(heardRate);
        }
    }

    /** While one source is read slowly enough to last, another one tells of changes. */
    private int deliver(Stack stack, GitHubStandIn github, int round) throws IOException, InterruptedException {
        Connected read = connect(stack, github, "Read " + round);
        Connected telling = connect(stack, github, "Tell " + round);
        String target = stack.url() + "/api/v1/webhooks/github/" + telling.source();
        OpenLoop loop = new OpenLoop();
        loop.warmUp(round < 0 ? WARM_UP : 0, number -> delivery(target, github, number));
        github.pause(200);
        String run = begin(stack, read);
        OpenLoop.Round answers = loop.round(DELIVERIES, PER_SECOND, number -> delivery(target, github, number));
        github.pause(0);
        finished(stack, read, run);
        if (round >= 0) {
            waits.addAll(answers.millis());
            p99s.add(Figures.percentile(answers.millis(), 99));
        }
        System.err.printf(
                "round %d: webhook p99 %.1f ms, %d refused %s%n",
                round, Figures.percentile(answers.millis(), 99), answers.refused(), answers.example());
        return answers.refused();
    }

    private static Connected connect(Stack stack, GitHubStandIn github, String name)
            throws IOException, InterruptedException {
        String project = stack.post("/api/v1/projects", Map.of("name", name, "auto_metadata", false))
                .path("id")
                .asText();
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("type", "github");
        source.put("project_id", project);
        source.put("name", name);
        source.put(
                "config",
                Map.of(
                        "base_url",
                        github.url(),
                        "repositories",
                        List.of("colophon/harbour"),
                        "include",
                        List.of("issues")));
        source.put("credentials", Map.of("token", "of-nobody", "webhook_secret", SECRET));
        return new Connected(
                project, stack.post("/api/v1/sources", source).path("id").asText());
    }

    private static String begin(Stack stack, Connected source) throws IOException, InterruptedException {
        return stack.post("/api/v1/sources/" + source.source() + "/sync", Map.of())
                .path("id")
                .asText();
    }

    private static void finished(Stack stack, Connected source, String run) throws IOException, InterruptedException {
        while (true) {
            JsonNode now = stack.get("/api/v1/sources/" + source.source() + "/runs/" + run);
            if (now.hasNonNull("finished_at")) {
                if (now.path("items_captured").asInt() != ISSUES) {
                    throw new IllegalStateException("the run came to " + now);
                }
                return;
            }
            Thread.sleep(50);
        }
    }

    private static HttpRequest delivery(String target, GitHubStandIn github, int number) {
        byte[] body = GitHubStandIn.bytes(Map.of(
                "action",
                "edited",
                "issue",
                github.issue(1 + number % ISSUES),
                "repository",
                GitHubStandIn.repository(),
                "sender",
                Map.of("login", "keeper")));
        return HttpRequest.newBuilder(URI.create(target))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "issues")
                .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                .header("X-Hub-Signature-256", "sha256=" + signature(body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
