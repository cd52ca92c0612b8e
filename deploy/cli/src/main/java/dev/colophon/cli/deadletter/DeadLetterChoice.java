package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.Service;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters of a service are meant: by their ids, by a filter, or expressly all. */
final class DeadLetterChoice {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Whose: " + Service.NAMES + ".")
    private Service service = Service.METADATA;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ID",
            description = "As `colophon dead-letters list` shows them.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private DeadLetterFilter filter = new DeadLetterFilter();

    @Option(names = "--all", description = "All that wait.")
    private boolean all;

    Service service() {
        return service;
    }

    /** Those that are named; empty where a filter says which. */
    List<String> ids() {
        check();
        return ids;
    }

    /** The address of one of them, or of an action on many. */
    String path(String last) {
        return service.path("/dead-letters/") + Query.encoded(last);
    }

    /** The query that counts those that are in a state and meant by the filter. */
    String causes(@Nullable String state) {
        return service.path("/dead-letters/causes") + filter.query(state);
    }

    ObjectNode body() {
        check();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode chosen = body.putObject("filter").setAll(filter.body());
        if (!ids.isEmpty()) {
            ids.forEach(chosen.putArray("ids")::add);
        }
        return body;
    }

    private void check() {
        int ways = (ids.isEmpty() ? 0 : 1) + (filter.isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    ways == 0
                            ? "give ids, or a filter (--topic, --error, --client, --from, --to), or --all"
                            : "give ids, a filter or --all: only one of them");
        }
    }
}
