package dev.colophon.cli.job;

import dev.colophon.cli.CommandGroup;
import picocli.CommandLine.Command;

/** What services do by themselves at times. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "Shows scheduled work and what became of it, and runs it now.",
        subcommands = {ListJobs.class, RunJob.class, JobHistory.class},
        footer = {
            "",
            "Examples:",
            "  colophon jobs list",
            "  colophon jobs run metadata nightly-metadata",
            "  colophon jobs history usage reservation-expiry"
        })
public final class JobsCommand extends CommandGroup {}
