package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the gateway answers about sources and their runs; keeps what it was sent. */
final class StubSources {

    private static final String SOURCE = """
            {"id": "s1", "project_id": "p1", "type": "github", "name": "Kafka", "config": {"owner": "apache"},
             "schedule": {"cron": "0 6 * * *", "zone": "Europe/Berlin"}, "paused": %s, "cursor": {},
             "next_sync_at": "2026-11-22T05:00:00Z",
             "last_run": {"id": "r1", "status": "running", "created_at": "2026-11-21T05:00:00Z", "finished_at": null,
              "error": null},
             "webhook": {"path": "/api/v1/webhooks/github/s1", "secret": %s}}
            """;
    private static final String RUN = """
            {"id": "r1", "source_id": "s1", "status": "%s", "full": %s, "items_seen": %d, "items_captured": %d,
             "items_unchanged": 3, "items_removed": 1, "items_failed": 1, "cursor_before": {}, "cursor_after": null,
             "waits": [{"reason": "the hourly limit of the source", "seconds": 30, "until": "2026-11-21T05:01:00Z"}],
             "error": %s, "created_at": "2026-11-21T05:00:00Z", "started_at": null, "finished_at": null}
            """;
    private static final String ERROR = """
            {"items": [{"external_id": "apache/kafka#7", "url": "https://example.com/7", "message": "answered 500",
              "created_at": "2026-11-21T05:00:00Z"}], "next_cursor": null}
            """;

    record Answer(int status, String body) {}

    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean paused;
    private volatile String end = "succeeded";
    private volatile boolean reachable = true;

    static boolean knows(String call) {
        return call.contains("/api/v1/sources");
    }

    /** How runs end from now on. */
    void endsWith(String status) {
        end = status;
    }

    void cannotBeReached() {
        reachable = false;
    }

    /** What was sent last with a body that says something. */
    JsonNode last() {
        return sent.stream().filter(body -> !body.isEmpty()).reduce((a, b) -> b).orElseThrow();
    }

    Answer answer(String call, JsonNode body) {
        sent.add(body);
        if (call.endsWith("/test")) {
            String detail = reachable ? "The repository can be read" : "The token is not accepted: make a new one";
            return new Answer(
                    200,
                    "{\"ok\": " + reachable + ", \"detail\": \"" + detail + "\", \"facts\": {\"login\": \"ada\"}}");
        }
        if (call.equals("POST /api/v1/sources")) {
            return new Answer(201, SOURCE.formatted(false, "\"shown-once\""));
        }
        if (call.startsWith("PATCH")) {
            paused = body.path("paused").asBoolean();
            return new Answer(200, SOURCE.formatted(paused, "null"));
        }
        if (call.startsWith("GET /api/v1/sources?")) {
            return new Answer(200, "{\"items\": [" + SOURCE.formatted(paused, "null") + "], \"next_cursor\": null}");
        }
        return runs(call, body);
    }

    private Answer runs(String call, JsonNode body) {
        if (call.startsWith("DELETE")) {
            return new Answer(200, "");
        }
        if (call.endsWith("/sync")) {
            return new Answer(202, RUN.formatted("queued", body.path("full").asBoolean(), 0, 0, "null"));
        }
        if (call.endsWith("/cancel")) {
            return new Answer(200, RUN.formatted("cancelled", false, 2, 1, "null"));
        }
        if (call.contains("/errors")) {
            return new Answer(200, ERROR);
        }
        if (call.contains("/runs?")) {
            return new Answer(200, "{\"items\": [" + ended() + "], \"next_cursor\": null}");
        }
        return new Answer(200, looks.incrementAndGet() < 2 ? RUN.formatted("waiting", false, 2, 1, "null") : ended());
    }

    private String ended() {
        return RUN.formatted(end, false, 7, 3, end.equals("failed") ? "\"the token has expired\"" : "null");
    }
}
