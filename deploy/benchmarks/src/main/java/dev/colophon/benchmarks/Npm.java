package dev.colophon.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Installs what we are compared with from npm, into a directory of its own. */
public final class Npm {

    private static final Duration INSTALLING = Duration.ofMinutes(3);

    private Npm() {}

    /** @throws IOException with the reason where npm is not there or cannot install it */
    public static void install(Path directory, String... packageAndOptions) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--loglevel=error"));
        command.addAll(List.of(packageAndOptions));
        Path log = directory.resolve("install.log");
        Process install = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!install.waitFor(INSTALLING.toSeconds(), TimeUnit.SECONDS)) {
            install.destroyForcibly();
            throw new IOException("npm took longer than " + INSTALLING.toSeconds() + " s");
        }
        if (install.exitValue() != 0) {
            throw new IOException("npm cannot install it: " + Files.readString(log));
        }
    }
}
