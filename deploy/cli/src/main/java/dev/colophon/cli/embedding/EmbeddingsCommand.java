package dev.colophon.cli.embedding;

import dev.colophon.cli.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "embeddings",
        mixinStandardHelpOptions = true,
        description = "Shows how far chunks have come, has embedded what lacks a vector, and changes the model.",
        subcommands = {
            EmbeddingsStatsCommand.class,
            EmbeddingsBackfillCommand.class,
            EmbeddingsMigrateCommand.class,
            EmbeddingsMigrationCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  colophon embeddings stats",
            "  colophon embeddings backfill --all --failed-only --dry-run",
            "  colophon embeddings migrate --to \"OpenAI small\" --dry-run"
        })
public final class EmbeddingsCommand extends CommandGroup {}
