package dev.colophon.standalone.dist;

import dev.colophon.standalone.database.PostgresBinaries;
import dev.colophon.standalone.state.FreshDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a distribution out of what Maven packaged: jars extracted (they start faster that way), PostgreSQL unpacked.
 * What has not changed is left as it is, the build before last is removed.
 */
public final class DistributionBuild {

    private static final Logger log = LoggerFactory.getLogger(DistributionBuild.class);
    private static final int KEPT = 2;

    private final Path repository;
    private final Distribution distribution;

    public DistributionBuild(Path repository, Distribution distribution) {
        this.repository = repository;
        this.distribution = distribution;
    }

    /** Brings every part up to date whose jar is there; {@code folders} are relative to the repository. */
    public void extract(List<String> folders) {
        for (String folder : folders) {
            Path jar = packaged(repository.resolve(folder).resolve("target"));
            String artifact = jar.getFileName().toString().replaceFirst("-\\d.*", "");
            publish(artifact, JarDigest.of(jar), new ExecutableJar(jar)::extractTo);
        }
    }

    public void unpackPostgres() {
        publish(Distribution.POSTGRES, PostgresBinaries.digest(), PostgresBinaries::unpack);
    }

    private static Path packaged(Path target) {
        if (!Files.isDirectory(target)) {
            throw new IllegalStateException("nothing is packaged in " + target);
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no executable jar in " + target));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + target, e);
        }
    }

    private void publish(String part, String digest, FreshDirectory.Filling filling) {
        Path home = distribution.root().resolve(part);
        Path current = home.resolve(digest);
        if (FreshDirectory.make(current, filling)) {
            log.info("built {} {}", part, digest);
        }
        try {
            Files.setLastModifiedTime(current, FileTime.fromMillis(System.currentTimeMillis()));
            point(home.resolve("current"), digest);
            removeOld(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot publish " + current, e);
        }
    }

    private static void point(Path link, String digest) throws IOException {
        Path draft = link.resolveSibling("current.new");
        Files.deleteIfExists(draft);
        Files.createSymbolicLink(draft, Path.of(digest));
        Files.move(draft, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void removeOld(Path home) throws IOException {
        try (Stream<Path> builds = Files.list(home)) {
            List<Path> old = builds.filter(build -> !Files.isSymbolicLink(build))
                    .sorted(Comparator.comparing(DistributionBuild::modified).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path build : old) {
                FileUtils.deleteDirectory(build.toFile());
            }
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
