package dev.colophon.cli.stack;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Colophon lies on this machine.
 *
 * @param home the repository
 * @param distribution what was built to run
 */
public record Installation(Path home, Path distribution) {

    /** As the launcher script says, in system properties. */
    public static Installation fromSystemProperties() {
        return new Installation(
                Path.of(System.getProperty("colophon.home", ""))
                        .toAbsolutePath()
                        .normalize(),
                Path.of(System.getProperty("colophon.distribution", ""))
                        .toAbsolutePath()
                        .normalize());
    }

    public Path defaultData() {
        return home.resolve(".colophon");
    }

    /** The command that runs the launcher on {@code data}. */
    List<String> launcher(DataDirectory data, String... arguments) {
        Path jar = launcherJar();
        Path archive = jar.resolveSibling("application.jsa");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dcolophon.data=" + data.root());
        if (Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(List.of(
                "-Xmx320m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData"));
        String extras = System.getenv().getOrDefault("COLOPHON_JAVA_OPTS", "").strip();
        command.addAll(extras.isEmpty() ? List.of() : Arrays.asList(extras.split("\\s+")));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.root().toString(), "--distribution", distribution.toString()));
        return command;
    }

    private Path launcherJar() {
        try {
            Path directory = distribution
                    .resolve("colophon-standalone")
                    .resolve("current")
                    .toRealPath();
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(file -> file.toString().endsWith("-exec.jar"))
                        .findFirst()
                        .orElseThrow(() -> notBuilt(null));
            }
        } catch (IOException e) {
            throw notBuilt(e);
        }
    }

    private static CommandFailure notBuilt(@Nullable IOException cause) {
        String message = "the stack is not built: run `colophon build`";
        return cause == null
                ? new CommandFailure(ExitCode.FAILURE, message)
                : new CommandFailure(ExitCode.FAILURE, message, cause);
    }
}
