package dev.colophon.standalone;

import dev.colophon.standalone.database.PostgresCluster;
import dev.colophon.standalone.dist.Distribution;
import dev.colophon.standalone.dist.DistributionBuild;
import dev.colophon.standalone.dist.Training;
import dev.colophon.standalone.process.LauncherLogging;
import dev.colophon.standalone.process.Leftovers;
import dev.colophon.standalone.state.DataDirectory;
import dev.colophon.standalone.state.DataLock;
import dev.colophon.standalone.state.DirectoryInUseException;
import dev.colophon.standalone.state.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The program that runs a stack, sweeps up after one, or prepares what it runs. */
public final class Launcher {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Launcher() {}

    public static void main(String[] arguments) {
        try {
            LauncherOptions options = LauncherOptions.parse(Arrays.asList(arguments));
            switch (options.command()) {
                case RUN -> run(options);
                case SWEEP -> sweep(options);
                case PREPARE -> prepare(options);
            }
        } catch (IllegalArgumentException e) {
            end(WRONG_USE, e);
        } catch (DirectoryInUseException | IllegalStateException | UncheckedIOException | IOException e) {
            end(FAILED, e);
        }
    }

    private static void run(LauncherOptions options) throws IOException {
        DataDirectory data = DataDirectory.at(options.data());
        DataLock lock = DataLock.take(data.lockFile());
        LauncherLogging.open(data.logs(), !options.quiet());
        // before the port is judged: it may be a leftover that holds it
        Leftovers.sweep(data.root(), Duration.ofSeconds(10));
        if (!Ports.isFree(options.port())) {
            throw new IllegalStateException("port " + options.port() + " is in use: choose another with --port");
        }
        new Run(options, data, lock, Clock.systemUTC()).begin();
    }

    private static void sweep(LauncherOptions options) throws IOException {
        DataDirectory data = DataDirectory.at(options.data());
        LauncherLogging.console();
        try (DataLock lock = DataLock.take(data.lockFile())) {
            Leftovers.sweep(data.root(), Duration.ofSeconds(30));
            new PostgresCluster(
                            new Distribution(options.distribution()).current(Distribution.POSTGRES),
                            data.database(),
                            "")
                    .endLeftover();
        }
    }

    private static void prepare(LauncherOptions options) {
        LauncherLogging.console();
        Distribution distribution = new Distribution(options.distribution());
        DistributionBuild build = new DistributionBuild(options.repository(), distribution);
        List<String> services =
                Arrays.stream(Service.values()).map(Service::artifact).toList();
        build.unpackPostgres();
        build.extract(Stream.concat(services.stream(), Stream.of("deploy/standalone", "deploy/cli"))
                .toList());
        List<String> artifacts = Stream.concat(services.stream(), Stream.of(Distribution.LAUNCHER, Distribution.CLI))
                .toList();
        Training training = new Training(distribution);
        if (training.needed(artifacts) && !training.run(artifacts)) {
            System.err.println("some class data archives are missing: starting takes longer than it could");
        }
    }

    private static void end(int code, Exception failure) {
        System.err.println("colophon: " + failure.getMessage());
        System.exit(code);
    }
}
