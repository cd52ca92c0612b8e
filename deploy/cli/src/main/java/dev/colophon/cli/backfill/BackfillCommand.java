package dev.colophon.cli.backfill;

import dev.colophon.cli.CommandGroup;
import picocli.CommandLine.Command;

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
public final class BackfillCommand extends CommandGroup {}
