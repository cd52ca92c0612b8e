package dev.colophon.cli.backfill;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Catches up on what is lacking. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description = "Catches up on metadata or vectors that are lacking: says first what that takes and costs.",
        subcommands = {BackfillMetadata.class, BackfillEmbeddings.class},
        footer = {
            "",
            "Examples:",
            "  colophon backfill metadata --dry-run",
            "  colophon backfill metadata --project Kafka --force",
            "  colophon backfill embeddings --all --missing-only"
        })
public final class BackfillCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
