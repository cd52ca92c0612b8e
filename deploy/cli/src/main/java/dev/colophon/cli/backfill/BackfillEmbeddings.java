package dev.colophon.cli.backfill;

import dev.colophon.cli.embedding.EmbeddingsBackfillCommand;
import picocli.CommandLine.Command;

/** The backfill that {@code colophon embeddings backfill} is, beside that of metadata. */
@Command(
        name = "embeddings",
        mixinStandardHelpOptions = true,
        description = "Has embedded what lacks its vector, and waits for it.",
        footer = {
            "",
            "Examples:",
            "  colophon backfill embeddings --all --dry-run",
            "  colophon backfill embeddings --all --failed-only --yes"
        })
final class BackfillEmbeddings extends EmbeddingsBackfillCommand {}
