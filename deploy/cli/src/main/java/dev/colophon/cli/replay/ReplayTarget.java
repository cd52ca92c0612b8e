package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.Service;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The replay that a command is about. */
final class ReplayTarget {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Where it runs: " + Service.NAMES + ".")
    private Service service = Service.METADATA;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Default: the latest that is no dry run.")
    private @Nullable String id;

    Service service() {
        return service;
    }

    String path(StackOptions stack) {
        return service.path("/replays/") + Query.encoded(id == null ? latest(stack) : id);
    }

    /** Shows the replay after something was done to it. */
    int show(StackOptions stack, JsonNode replay) {
        stack.show(replay, () -> new ReplayView(service, replay).text());
        return ExitCode.OK;
    }

    private String latest(StackOptions stack) {
        return stack.api()
                .first(service.path("/replays"), replay -> !replay.path("dry_run")
                        .asBoolean())
                .map(replay -> replay.path("id").asText())
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILURE, service + " has no replay"));
    }
}
