package dev.colophon.etl.git;

import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Local copies of remote repositories, one a source, that only this instance reads. They can be lost at any time and are
 * fetched again; nothing in them says how they were fetched.
 */
@Component
class GitMirrors {

    private static final Logger log = LoggerFactory.getLogger(GitMirrors.class);

    /** Each fetch leaves a pack; a fresh copy is cheaper than putting so many together. */
    private static final int MOST_PACKS = 50;

    private final GitRemotes remotes;
    private final MirrorProperties settings;
    private final Clock clock;

    GitMirrors(GitRemotes remotes, MirrorProperties settings, Clock clock) {
        this.remotes = remotes;
        this.settings = settings;
        this.clock = clock;
    }

    /** The repository as the remote has it now; the caller closes it. */
    GitRepository open(UUID sourceId, Remote remote) throws IOException, SourceFailure {
        QuietSystemReader.install();
        Path directory = directory();
        forgetUnused(directory);
        Path place = directory.resolve(
                sourceId + "-" + Integer.toHexString(remote.url().hashCode()) + ".git");
        if (packs(place) > MOST_PACKS) {
            delete(place);
        }
        Repository mirror = opened(place);
        try {
            long started = System.nanoTime();
            long bytes = remotes.fetch(mirror, remote);
            Files.deleteIfExists(place.resolve(Constants.FETCH_HEAD)); // JGit notes the address there
            Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
            log.info(
                    "source {}: fetched {} bytes in {} ms", sourceId, bytes, (System.nanoTime() - started) / 1_000_000);
            requireSmall(place);
            return new GitRepository(mirror);
        } catch (IOException | SourceFailure | RuntimeException e) {
            mirror.close();
            throw e;
        }
    }

    private static Repository opened(Path place) throws IOException {
        boolean isNew = !Files.exists(place.resolve("HEAD"));
        Repository mirror =
                new FileRepositoryBuilder().setGitDir(place.toFile()).setBare().build();
        if (isNew) {
            mirror.create(true);
        }
        StoredConfig config = mirror.getConfig();
        GitRemotes.withoutRedirects(config);
        withoutGarbageCollection(config);
        config.save();
        return mirror;
    }

    /** JGit would begin it after a fetch, in the background, where others read; a mirror is replaced before it needs any. */
    private static void withoutGarbageCollection(StoredConfig config) {
        config.setInt("gc", null, "auto", 0);
        config.setInt("gc", null, "autoPackLimit", 0);
        config.setBoolean("gc", null, "autoDetach", false);
    }

    private void requireSmall(Path place) throws IOException, SourceFailure {
        if (size(place) > settings.maxSize().toBytes()) {
            delete(place);
            throw SourceFailure.lasting(
                    "the repository is larger than " + settings.maxSize().toMegabytes() + " MB");
        }
    }

    private Path directory() throws IOException {
        String named = settings.directory();
        Path directory = named == null || named.isBlank()
                ? Path.of(System.getProperty("java.io.tmpdir"), "colophon-git-" + System.getProperty("user.name"))
                : Path.of(named);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.isWritable(directory)) {
            throw new IOException("the folder of mirrors cannot be written to");
        }
        return directory;
    }

    private void forgetUnused(Path directory) throws IOException {
        long oldest = clock.instant().minus(settings.keep()).toEpochMilli();
        try (Stream<Path> mirrors = Files.list(directory)) {
            for (Path mirror : mirrors.toList()) {
                if (mirror.getFileName().toString().endsWith(".git")
                        && mirror.toFile().lastModified() < oldest) {
                    delete(mirror);
                }
            }
        }
    }

    private static int packs(Path place) throws IOException {
        Path packs = place.resolve("objects").resolve("pack");
        if (!Files.isDirectory(packs)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(packs)) {
            return (int) files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    /** Of the files that are there; JGit makes small ones that are gone again at once. */
    private static long size(Path place) throws IOException {
        AtomicLong size = new AtomicLong();
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                if (error instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw error;
            }
        });
        return size.get();
    }

    /** Also what somebody else deletes at the same time. */
    private static void delete(Path place) throws IOException {
        FileUtils.delete(place.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY | FileUtils.SKIP_MISSING);
    }
}
