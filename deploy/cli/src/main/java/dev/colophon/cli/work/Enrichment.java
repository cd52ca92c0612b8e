package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Waits until everything that follows an import by itself has followed: chunks, metadata, the record of its cost. */
public final class Enrichment {

    private static final Duration PAUSE = Duration.ofMillis(700);
    private static final Duration CALM = Duration.ofSeconds(6);
    private static final Duration STALLED = Duration.ofSeconds(20);
    private static final Set<String> UNDER_WAY = Set.of("queued", "in_progress");

    private final Api api;
    private final Terminal terminal;
    private final Clock clock;
    private final Instant deadline;

    public Enrichment(Api api, Terminal terminal, Clock clock, Duration atMost) {
        this.api = api;
        this.terminal = terminal;
        this.clock = clock;
        this.deadline = clock.instant().plus(atMost);
    }

    /** Waits until all of the project's {@code items} are embedded or have failed, and answers the statistics. */
    public JsonNode chunks(String projectId, long items) {
        Settling silence = new Settling(STALLED);
        try (Progress progress = terminal.progress("embedding")) {
            while (true) {
                JsonNode stats = api.get("/api/v1/embeddings/stats?project_id=" + projectId);
                JsonNode chunks = stats.path("chunks");
                progress.at(
                        chunks.path("completed").asLong()
                                + chunks.path("failed").asLong(),
                        chunks.path("total").asLong());
                boolean nothingLeft = chunks.path("pending").asLong() == 0;
                boolean allArrived = stats.path("items").asLong() >= items;
                boolean noneComing = silence.settled(stats, clock.instant());
                if (nothingLeft && (allArrived || noneComing)) {
                    return stats;
                }
                pauseBeforeDeadline("embedding");
            }
        }
    }

    /** Waits until the project's metadata stays as it is, and answers the project. */
    public JsonNode metadata(String projectId) {
        Settling silence = new Settling(CALM);
        try (Progress progress = terminal.progress("describing")) {
            while (true) {
                JsonNode project = api.get("/api/v1/projects/" + projectId);
                String status = project.path("metadata_status").asText();
                progress.at(status.replace('_', ' '));
                boolean calm =
                        silence.settled(project.path("meta").path("request_id").asText() + status, clock.instant());
                if (calm
                        && !UNDER_WAY.contains(status)
                        && (project.path("meta").isObject() || "failed".equals(status))) {
                    return project;
                }
                pauseBeforeDeadline("describing the project");
            }
        }
    }

    /** Waits until the account has stopped growing, and answers it. */
    public JsonNode usage() {
        Settling silence = new Settling(Duration.ofSeconds(2));
        while (true) {
            JsonNode usage = api.get("/api/v1/ai/usage/summary?range=7d");
            long requests = usage.path("total_requests").asLong();
            if (requests > 0 && silence.settled(requests, clock.instant())) {
                return usage;
            }
            pauseBeforeDeadline("recording usage");
        }
    }

    private void pauseBeforeDeadline(String what) {
        if (clock.instant().isAfter(deadline)) {
            throw new CommandFailure(ExitCode.TIMED_OUT, what + " takes longer than expected: see `colophon status`");
        }
        Pause.of(PAUSE);
    }
}
