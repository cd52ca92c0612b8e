package dev.colophon.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What services answer about replays, dead letters, jobs and themselves; keeps what it was sent. */
final class StubOps {

    static final String REPLAY = "0198c5c2-7b1e-7000-8000-00000000000a";

    /** Amounts of money keep every digit. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    record Answer(int status, String body) {}

    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final OpsContract contract = new OpsContract();
    private final AtomicInteger looks = new AtomicInteger();
    private final Set<String> away = new HashSet<>();
    private volatile String end = "completed";
    private volatile boolean priced = true;
    private volatile boolean failsAgain;
    private volatile boolean waiting = true;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();

    static boolean knows(String call) {
        return call.contains("/api/v1/ops/") && !call.contains("/usage/rebuild");
    }

    /** How replays end from now on: a status, or the reason of a pause. */
    void endsWith(String how) {
        end = how;
        looks.set(0);
    }

    void forgetPrices() {
        priced = false;
    }

    void isAway(String service) {
        away.add(service);
    }

    /** What is redriven fails again. */
    void failsAgain() {
        failsAgain = true;
    }

    /** What was sent last with a body that says something. */
    JsonNode last() {
        return sent.stream().filter(body -> !body.isEmpty()).reduce((a, b) -> b).orElseThrow();
    }

    List<JsonNode> sent() {
        return sent.stream().filter(body -> !body.isEmpty()).toList();
    }

    /** What was sent or answered that no service documents. */
    List<String> violations() {
        return violations;
    }

    Answer answer(String call, JsonNode body) throws IOException {
        sent.add(body);
        Answer answer = route(call, body);
        if (answer.status() < 300) {
            violations.addAll(contract.violations(call, body, JSON.readTree(answer.body())));
        }
        return answer;
    }

    private Answer route(String call, JsonNode body) throws IOException {
        String service = call.replaceFirst(".*/ops/([^/?]+).*", "$1");
        if (away.contains(service)) {
            return new Answer(503, "{\"detail\": \"" + service + "-service does not answer\"}");
        }
        if (call.contains("/ops/topics")) {
            return read("topics");
        }
        if (call.endsWith("/status")) {
            return read("status-" + (service.equals("metadata") ? "metadata" : "other"));
        }
        if (call.contains("/jobs")) {
            return jobs(call, service);
        }
        return call.contains("/dead-letters") ? deadLetters(call, body) : replays(call, body);
    }

    private Answer replays(String call, JsonNode body) throws IOException {
        if (call.contains("/audit")) {
            return read("audit");
        }
        if (call.contains("/failures")) {
            return read("replay-failures");
        }
        if (call.contains("/replays?")) {
            return page(replay("running"));
        }
        if (call.startsWith("POST") && call.endsWith("/replays")) {
            looks.set(0);
            boolean dry = body.path("dry_run").asBoolean();
            return new Answer(
                    202,
                    replay(dry ? "estimating" : "running").put("dry_run", dry).toString());
        }
        if (call.startsWith("PATCH")) {
            ObjectNode changed = replay("paused");
            changed.setAll((ObjectNode) body);
            return new Answer(200, changed.toString());
        }
        if (call.startsWith("POST")) {
            String action = call.replaceFirst(".*/", "");
            String status = action.equals("pause") ? "paused" : action.equals("resume") ? "running" : "cancelled";
            return new Answer(200, replay(status).toString());
        }
        return new Answer(200, looked().toString());
    }

    /** Estimating or running at the first look, at rest at the second. */
    private ObjectNode looked() throws IOException {
        boolean dry = sent().stream()
                .filter(body -> body.has("topic"))
                .reduce((a, b) -> b)
                .map(body -> body.path("dry_run").asBoolean())
                .orElse(false);
        if (looks.incrementAndGet() < 2) {
            return replay(dry ? "estimating" : "running");
        }
        return replay(dry ? "estimated" : end);
    }

    private ObjectNode replay(String how) throws IOException {
        ObjectNode replay = (ObjectNode) JSON.readTree(text("replay"));
        Set<String> pauses = Set.of("cap_reached", "over_budget");
        replay.put("status", pauses.contains(how) ? "paused" : how);
        ObjectNode progress = (ObjectNode) replay.path("progress");
        if (how.equals("completed")) {
            progress.put("events_read", 2000).put("share", 1.0);
        }
        if (!how.equals("paused") && !pauses.contains(how)) {
            replay.putNull("pause");
        } else if (!how.equals("paused")) {
            ((ObjectNode) replay.path("pause")).put("reason", how);
        } else {
            replay.putObject("pause")
                    .put("reason", "requested")
                    .putNull("detail")
                    .putObject("numbers");
        }
        if (how.equals("failed")) {
            replay.put("error", "the topic is gone");
        }
        if (how.equals("estimating")) {
            replay.putNull("estimate");
        } else if (!priced) {
            replay.set("estimate", JSON.readTree(text("estimate-unpriced")));
        }
        return replay;
    }

    private Answer deadLetters(String call, JsonNode body) throws IOException {
        if (call.startsWith("POST")) {
            return redriven(call, body);
        }
        if (call.contains("/causes")) {
            boolean some = call.contains("state=queued") ? queued.getAndDecrement() > 0 : waiting;
            return some ? read("causes") : new Answer(200, "{\"items\": []}");
        }
        return call.contains("/dead-letters?") ? page(JSON.readTree(text("dead-letter-listed"))) : read("dead-letter");
    }

    private Answer redriven(String call, JsonNode body) throws IOException {
        if (body.path("dry_run").asBoolean()) {
            return read("dead-letters-preview");
        }
        if (call.endsWith("/dead-letters/drop")) {
            return new Answer(200, "{\"count\": 40}");
        }
        waiting = failsAgain;
        if (call.endsWith("/dead-letters/redrive")) {
            queued.set(1);
            return new Answer(202, "{\"count\": 40}");
        }
        return new Answer(
                200,
                failsAgain
                        ? "{\"state\": \"waiting\", \"error\": \"IllegalArgumentException: no title\"}"
                        : "{\"state\": \"redriven\", \"error\": null}");
    }

    private Answer jobs(String call, String service) throws IOException {
        if (call.startsWith("POST")) {
            asked.incrementAndGet();
            looks.set(0);
            return new Answer(202, "{\"name\": \"nightly-metadata\", \"requested\": true}");
        }
        if (call.contains("/runs?")) {
            return page(run());
        }
        return service.equals("metadata") ? read("jobs") : new Answer(200, "{\"items\": []}");
    }

    /** The one before at the first look after it was asked for, then one that runs, then one that is over. */
    private ObjectNode run() throws IOException {
        ObjectNode run = (ObjectNode) JSON.readTree(text("job-run"));
        int look = looks.incrementAndGet();
        int number = asked.get() == 0 ? 0 : look < 2 ? asked.get() - 1 : asked.get();
        if (look == 2 && asked.get() > 0) {
            run.putNull("finished_at").putNull("outcome").putNull("duration_ms");
        }
        if (failsAgain && look > 2) {
            run.put("outcome", "failed").put("error", "the provider is away");
        }
        return run.put("id", "0198c5c2-7b1e-7000-8000-0000000000e" + number);
    }

    private static Answer page(JsonNode item) {
        ObjectNode page = JSON.createObjectNode();
        page.putArray("items").add(item);
        return new Answer(200, page.putNull("next_cursor").toString());
    }

    private static Answer read(String name) throws IOException {
        return new Answer(200, text(name));
    }

    /** A sample of what a service answers. */
    static String text(String name) throws IOException {
        try (var in = StubOps.class.getResourceAsStream("/ops/" + name + ".json")) {
            if (in == null) {
                throw new IOException("there is no sample " + name);
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
