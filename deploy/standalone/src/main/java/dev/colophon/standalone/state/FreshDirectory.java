package dev.colophon.standalone.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.io.FileUtils;

/** Makes a directory whole or not at all: a process killed while filling it leaves nothing that looks finished. */
public final class FreshDirectory {

    /** Fills an empty directory. */
    @FunctionalInterface
    public interface Filling {
        void into(Path directory) throws Exception;
    }

    private FreshDirectory() {}

    /**
     * Fills {@code target} unless it exists.
     *
     * @return whether it was made now
     * @throws IllegalStateException where {@code filling} fails; {@code target} then does not exist
     */
    public static boolean make(Path target, Filling filling) {
        if (Files.isDirectory(target)) {
            return false;
        }
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        try {
            FileUtils.deleteDirectory(draft.toFile());
            Files.createDirectories(draft);
            filling.into(draft);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + target + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making " + target, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot make " + target + ": " + e.getMessage(), e);
        }
    }
}
