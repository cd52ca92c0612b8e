package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.ops.When;
import dev.colophon.cli.work.Projects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which events to handle again. */
final class ReplayScope {

    private static final String PREFIX = "colophon.";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "The topic to read again, for example colophon.items; \"colophon.\" may be left out.")
    private @Nullable String topic;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = When.class,
            description = "Only events from then on: " + When.FORMS + ". Default: the beginning.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = When.class,
            description = "Only events before then. Default: what is there when it starts.")
    private @Nullable Instant to;

    @Option(
            names = "--offsets",
            paramLabel = "P:FROM-TO",
            split = ",",
            description = "Only partition P, from offset FROM to before TO; either may be left out. May be repeated.")
    private List<String> offsets = new ArrayList<>();

    @Option(names = "--client", paramLabel = "ID", description = "Only events of this client.")
    private @Nullable UUID client;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Only this project: its id or, of your own, its name.")
    private @Nullable String project;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only events of this type, for example dev.colophon.item.captured.v1. May be repeated.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only items of this kind, for example commit. May be repeated.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--force", description = "Do again what is done already and would come out the same.")
    private boolean force;

    boolean isGiven() {
        return topic != null;
    }

    /** As the API takes it. */
    ObjectNode body(Api api) {
        if (!offsets.isEmpty() && (from != null || to != null)) {
            throw new CommandFailure(ExitCode.USAGE, "give --offsets or --from and --to, not both");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("topic", topicName());
        if (from != null) {
            body.put("from", from.toString());
        }
        if (to != null) {
            body.put("to", to.toString());
        }
        Offsets.addTo(body, offsets.stream().map(Offsets::of).toList());
        if (client != null) {
            body.put("client_id", client.toString());
        }
        if (project != null) {
            body.put("project_id", new Projects(api).idOf(project));
        }
        types.forEach(type -> body.withArray("/types").add(type));
        kinds.forEach(kind -> body.withArray("/kinds").add(kind));
        return body.put("force", force);
    }

    private String topicName() {
        String given = topic == null ? "" : topic;
        return given.startsWith(PREFIX) ? given : PREFIX + given;
    }
}
