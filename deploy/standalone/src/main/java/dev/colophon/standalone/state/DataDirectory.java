package dev.colophon.standalone.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a stack keeps everything: what it is given to keep, its secrets, and how it runs now.
 *
 * @param root absolute and real, so that every process on it names it in the same way
 */
public record DataDirectory(Path root) {

    /** Opens or makes the directory, for its owner only. */
    public static DataDirectory at(Path path) throws IOException {
        Path root = Files.exists(path) ? path : PrivateFiles.directory(path.toAbsolutePath());
        DataDirectory data = new DataDirectory(root.toRealPath());
        for (Path each : new Path[] {data.run(), data.logs(), data.secrets(), data.temporary()}) {
            PrivateFiles.directory(each);
        }
        return data;
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path temporary() {
        return root.resolve("tmp");
    }

    public Path broker() {
        return root.resolve("kafka");
    }

    public Path database() {
        return root.resolve("postgresql");
    }

    public Path index() {
        return root.resolve("index");
    }

    public Path operatorKey() {
        return root.resolve("operator-key");
    }

    public Path allowedRoots() {
        return root.resolve("allowed-roots");
    }

    public Path stateFile() {
        return run().resolve("state.json");
    }

    /** For a Prometheus that watches the stack. */
    public Path scrapeTargets() {
        return run().resolve("prometheus.json");
    }

    public Path lockFile() {
        return run().resolve("launcher.lock");
    }

    public Path portsFile() {
        return run().resolve("ports.properties");
    }
}
