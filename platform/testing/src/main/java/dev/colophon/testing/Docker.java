package dev.colophon.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Whether tests may use containers. */
final class Docker {

    private static final boolean RUNS =
            mayRun() && DockerClientFactory.instance().isDockerAvailable();

    private Docker() {}

    static boolean runs() {
        return RUNS;
    }

    /** Asks for the engine's address first: without one Testcontainers searches for long and logs much. */
    private static boolean mayRun() {
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
    }
}
