package dev.colophon.cli.job;

import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.Service;
import picocli.CommandLine.Parameters;

/** The job that a command is about. */
final class JobTarget {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Whose: " + Service.NAMES + ".")
    private Service service = Service.METADATA;

    @Parameters(index = "1", paramLabel = "NAME", description = "As `colophon jobs list` shows it.")
    private String name = "";

    Service service() {
        return service;
    }

    String name() {
        return name;
    }

    String path() {
        return service.path("/jobs/") + Query.encoded(name);
    }
}
