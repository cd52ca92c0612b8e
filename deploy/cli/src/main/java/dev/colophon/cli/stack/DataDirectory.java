package dev.colophon.cli.stack;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A stack's data directory, seen from outside.
 *
 * @param root absolute, and real where it exists
 */
public record DataDirectory(Path root) {

    public static DataDirectory at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return new DataDirectory(Files.exists(absolute) ? absolute.toRealPath() : absolute);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot read the data directory " + absolute, e);
        }
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path stateFile() {
        return root.resolve("run").resolve("state.json");
    }

    public String operatorKey() {
        Path file = root.resolve("operator-key");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNAUTHORISED,
                    "cannot read the operator's key " + file + ": are you the stack's owner?",
                    e);
        }
    }

    /** Makes the directory and its log folder, for the owner only. */
    public DataDirectory made() {
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(root, ownerOnly);
            DataDirectory made = at(root);
            Files.createDirectories(made.logs(), ownerOnly);
            return made;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot make the data directory " + root, e);
        }
    }

    /**
     * Lets etl-service read repositories below {@code directory}. Whoever can write into the data directory owns the
     * machine's side of the stack, so this is the operator's own decision.
     */
    public void allow(Path directory) {
        Path file = root.resolve("allowed-roots");
        try {
            List<String> allowed = Files.exists(file) ? Files.readAllLines(file) : List.of();
            boolean covered = allowed.stream()
                    .filter(line -> !line.isBlank())
                    .anyMatch(line -> directory.startsWith(Path.of(line.strip())));
            if (!covered) {
                Files.writeString(
                        file, directory + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot allow " + directory + " in " + file, e);
        }
    }
}
