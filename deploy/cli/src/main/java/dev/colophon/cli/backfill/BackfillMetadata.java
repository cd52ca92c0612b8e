package dev.colophon.cli.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.replay.ReplayRun;
import dev.colophon.cli.replay.ReplayTerms;
import dev.colophon.cli.work.Projects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "metadata",
        mixinStandardHelpOptions = true,
        description = {
            "Describes projects that have no metadata, or whose metadata another prompt or model would write.",
            "This is a replay of colophon.projects: `colophon replay show metadata` tells of it afterwards."
        },
        footer = {
            "",
            "Ends with 6 where it is paused, at its cap for example: it can be resumed.",
            "",
            "Examples:",
            "  colophon backfill metadata --dry-run",
            "  colophon backfill metadata --project Kafka --force",
            "  colophon backfill metadata --client 0198c5c2-7b1e-7000-8000-000000000000 --max-cost 2.50 --yes"
        })
final class BackfillMetadata implements Callable<Integer> {

    private static final String TOPIC = "colophon.projects";

    /** Whose. */
    static final class Where {

        @Option(
                names = "--project",
                paramLabel = "NAME",
                description = "Only this project: its id or, of your own, its name.")
        private @Nullable String project;

        @Option(names = "--client", paramLabel = "ID", description = "Only projects of this client.")
        private @Nullable UUID client;
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @ArgGroup
    private Where where = new Where();

    @Option(names = "--force", description = "Also what would come out the same.")
    private boolean force;

    @Mixin
    private ReplayTerms terms = new ReplayTerms();

    @Override
    public Integer call() {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("topic", TOPIC).put("force", force);
        if (where.client != null) {
            body.put("client_id", where.client.toString());
        }
        if (where.project != null) {
            body.put("project_id", new Projects(stack.api()).idOf(where.project));
        }
        return new ReplayRun(stack, Service.METADATA).carryOut(body, terms);
    }
}
