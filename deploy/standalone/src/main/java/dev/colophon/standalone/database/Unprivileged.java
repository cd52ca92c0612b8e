package dev.colophon.standalone.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as it is; root runs it in a user namespace where it is
 * nobody, or, where the system forbids namespaces, as the user nobody, who then owns the directory.
 */
enum Unprivileged {
    ORDINARY_USER(List.of()),
    NAMESPACE(List.of("unshare", "-U")),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final Logger log = LoggerFactory.getLogger(Unprivileged.class);

    private final List<String> prefix;

    Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The first way that works here. */
    static Unprivileged detect() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return ORDINARY_USER;
        }
        for (Unprivileged way : List.of(NAMESPACE, NOBODY)) {
            if (succeeds(way.command(List.of("true")))) {
                return way;
            }
        }
        throw new IllegalStateException("PostgreSQL cannot be started as root here (neither unshare nor setpriv works):"
                + " run Colophon as an ordinary user");
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Makes whoever runs the server the owner of {@code directory}. */
    void own(Path directory) throws IOException {
        String owner = this == NOBODY ? "65534:65534" : "0:0";
        boolean asIs = Integer.valueOf(this == NOBODY ? 65534 : 0).equals(Files.getAttribute(directory, "unix:uid"));
        if (this != ORDINARY_USER && !asIs) {
            log.info("giving {} to {}", directory, owner);
            if (!succeeds(List.of("chown", "-R", owner, directory.toString()))) {
                throw new IOException("cannot give " + directory + " to " + owner);
            }
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
