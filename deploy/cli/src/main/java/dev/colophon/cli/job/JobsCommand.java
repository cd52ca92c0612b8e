package dev.colophon.cli.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
public final class JobsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
