package dev.colophon.cli.work;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A git repository on this machine.
 *
 * @param path of its work tree, or of the repository itself where it is bare; real and absolute
 */
public record GitRepository(Path path) {

    /** The repository that {@code path} is, or lies in. */
    public static GitRepository containing(Path path) {
        try {
            for (Path each = path.toRealPath(); each != null; each = each.getParent()) {
                if (Files.exists(each.resolve(".git")) || isBare(each)) {
                    return new GitRepository(each);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "there is no directory " + path, e);
        }
        throw new CommandFailure(ExitCode.FAILURE, "there is no git repository at " + path);
    }

    /** The name of its directory. */
    public String name() {
        Path last = path.getFileName();
        String name = last == null ? "" : last.toString().replaceFirst("\\.git$", "");
        return name.isBlank() ? "repository" : name;
    }

    private static boolean isBare(Path directory) {
        return Files.isRegularFile(directory.resolve("HEAD"))
                && Files.isDirectory(directory.resolve("objects"))
                && Files.isDirectory(directory.resolve("refs"));
    }
}
