package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the gateway answers about backfills and migrations; keeps what it was sent. */
final class StubEmbeddings {

    private static final String PLAN = """
            {"from_model": "all-minilm-l6-v2", "to_model": "small", "model": "all-minilm-l6-v2", "items": 2, "chunks": 8,
             "to_embed": 6, "cached_share": 0.25, "tokens": 900, "cost": {"usd": %s, "status": "%s"}}
            """;
    private static final String RUN = """
            {"id": "m1", "to_model": "small", "status": "%s",
             "chunks": {"total": 8, "completed": %d, "pending": %d, "failed": %d}, "completion_rate": 0.875,
             "last_error": null}
            """;

    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean unpriced;
    private volatile boolean failing;

    static boolean knows(String call) {
        return call.contains("/api/v1/embeddings/backfills") || call.contains("/api/v1/embeddings/migrations");
    }

    String answer(String call, JsonNode body) {
        sent.add(body);
        if (call.startsWith("POST") && body.path("dry_run").asBoolean()) {
            return unpriced ? PLAN.formatted("null", "unknown_price") : PLAN.formatted("0.0000180000", "known");
        }
        if (call.startsWith("GET") && call.contains("?")) {
            return "{\"items\": [" + RUN.formatted("running", 7, 1, 0) + "], \"next_cursor\": null}";
        }
        if (call.startsWith("GET")) {
            return looks.incrementAndGet() < 2 ? RUN.formatted("running", 7, 1, 0) : ended(call);
        }
        return RUN.formatted(call.endsWith("/pause") ? "paused" : "running", 0, 8, 0);
    }

    private String ended(String call) {
        String status = call.contains("backfills") ? "completed" : "switched";
        return failing ? RUN.formatted("failed", 7, 0, 1) : RUN.formatted(status, 8, 0, 0);
    }

    /** What was sent last with a body. */
    JsonNode last() {
        return sent.stream().filter(JsonNode::isObject).reduce((a, b) -> b).orElseThrow();
    }

    void forgetPrices() {
        unpriced = true;
    }

    void fail() {
        failing = true;
    }
}
