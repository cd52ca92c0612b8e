package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the gateway answers about budgets, the ledger and other gateways; keeps what it was sent. */
final class StubMoney {

    private static final String BUDGET = """
            {"state": "soft_exceeded", "on_limit": "block", "limits": [
              {"scope": "client", "project_id": null, "period": "day", "kind": "hard", "limit": 10.00,
               "spent": 4.0000000000, "unconfirmed": 0.5000000000, "reserved": 0.2500000000, "remaining": 5.2500000000,
               "state": "ok"},
              {"scope": "project", "project_id": "p1", "period": "month", "kind": "soft", "limit": 1.00,
               "spent": 4.0000000000, "unconfirmed": 0E-10, "reserved": 0E-10, "remaining": 0, "state": "soft_exceeded"}],
             "periods": []}
            """;
    private static final String UNLIMITED = """
            {"state": "ok", "on_limit": "block", "limits": [], "periods": [
              {"scope": "client", "project_id": null, "period": "day", "kind": null, "limit": null, "spent": 0.1000000000,
               "unconfirmed": 0, "reserved": 0, "remaining": null, "state": "ok"}]}
            """;
    private static final String REBUILD = """
            {"id": "r1", "state": "%s", "events": 9, "events_done": 9, "accounts": 2, "records": 7, "corrected": 1,
             "error": %s}
            """;
    private static final String REPRICED = """
            {"price_list_version": "3-abc", "dry_run": %s, "entries": 5, "adjusted": 2, "cost_before": 1.0000000000,
             "cost_after": 1.2500000000, "difference": 0.2500000000}
            """;
    private static final String RECONCILED = """
            {"matched": [
              {"day": "2026-11-20", "model": "gpt-4o", "call_id": "c1", "our_cost": 1.0, "their_cost": 1.5, "difference": 0.5},
              {"day": "2026-11-20", "model": "gpt-4o", "call_id": "c2", "our_cost": 1.0, "their_cost": 1.0, "difference": 0.0}],
             "ours_only": [
              {"day": "2026-11-20", "model": "gpt-4o", "call_id": null, "our_cost": 2.0, "their_cost": null, "difference": -2.0}],
             "theirs_only": [],
             "totals": {"ours": 4.0, "theirs": 2.5, "difference": -1.5, "matched": 2, "ours_only": 1, "theirs_only": 0}}
            """;
    private static final String GATEWAYS = """
            {"gateways": [
              {"integration_id": "g1", "name": "LiteLLM", "status": "within_tolerance", "error": null,
               "key": {"key_name": "sk-...7261", "spend": 0.00491, "max_budget": 20.0},
               "own": {"cost": 0.0050000000, "unconfirmed_cost": 0E-10, "requests": 3, "unknown_cost_requests": 0,
                       "since": null}, "difference": -0.0000900000},
              {"integration_id": "g2", "name": "old", "status": "not_answered",
               "error": "nobody listens at llm.example:4000: check base_url and its port", "key": null,
               "own": {"cost": 1.0000000000, "unconfirmed_cost": 0E-10}, "difference": null}],
             "tolerance": {"ratio": 0.10, "lag_seconds": 10}}
            """;
    private static final String ESTIMATE = """
            {"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 1000, "output_tokens": 200,
             "cost": 0.0002700000, "price_list_version": "3-abc", "gateway": %s}
            """;
    private static final String GATEWAYS_ESTIMATE = """
            {"integration_id": "i-0", "name": "LiteLLM", "status": "differs", "source": "/cost/estimate",
             "cost": 0.0004, "difference": 0.0001300000, "error": null}
            """;

    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean failing;
    private volatile boolean unlimited;

    static boolean knows(String call) {
        return call.contains("/api/v1/ai/budget")
                || call.contains("/api/v1/ops/usage/rebuild")
                || call.contains("/api/v1/ai/usage/re")
                || call.contains("/api/v1/ai/gateway/key-info")
                || call.contains("/api/v1/ai/spend/calculate");
    }

    String answer(String call, JsonNode body) {
        sent.add(body);
        if (call.contains("/budget")) {
            return unlimited ? UNLIMITED : BUDGET;
        }
        if (call.contains("/rebuild")) {
            return rebuild(call);
        }
        if (call.contains("/reprice")) {
            return REPRICED.formatted(body.path("dry_run"));
        }
        if (call.contains("/reconcile")) {
            return RECONCILED;
        }
        return call.contains("/key-info")
                ? GATEWAYS
                : ESTIMATE.formatted(body.path("integration_id").isTextual() ? GATEWAYS_ESTIMATE : "null");
    }

    /** What was sent last. */
    JsonNode last() {
        return sent.get(sent.size() - 1);
    }

    /** The next rebuilds fail. */
    void fail() {
        failing = true;
    }

    /** The client has no limits. */
    void liftLimits() {
        unlimited = true;
    }

    /** Runs for two questions, then is over. */
    private String rebuild(String call) {
        if (call.startsWith("POST")) {
            running.set(2);
        }
        if (running.getAndDecrement() > 0) {
            return REBUILD.formatted("running", "null");
        }
        return failing
                ? REBUILD.formatted("failed", "\"another rebuild is running\"")
                : REBUILD.formatted("completed", "null");
    }
}
