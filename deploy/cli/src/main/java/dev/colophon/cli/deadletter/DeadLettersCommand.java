package dev.colophon.cli.deadletter;

import dev.colophon.cli.CommandGroup;
import picocli.CommandLine.Command;

/** Events that could not be handled. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Shows events that could not be handled, why, and has them handled again.",
        subcommands = {
            ListDeadLetters.class,
            DeadLetterCauses.class,
            ShowDeadLetter.class,
            RedriveDeadLetters.class,
            DropDeadLetters.class
        },
        footer = {
            "",
            "Examples:",
            "  colophon dead-letters causes",
            "  colophon dead-letters list metadata --from 6h",
            "  colophon dead-letters redrive metadata --error IllegalArgumentException --dry-run"
        })
public final class DeadLettersCommand extends CommandGroup {}
