package dev.colophon.standalone.dist;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.standalone.state.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the class data archives that let everything start in half the time: a whole stack is run once on a directory
 * thrown away afterwards, and each Java process writes its archive when it ends. A stack without archives runs as well,
 * only later; so a training that fails is reported and not fatal.
 */
public final class Training {

    private static final Logger log = LoggerFactory.getLogger(Training.class);
    private static final Duration READY = Duration.ofMinutes(4);
    private static final Duration ENDED = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Distribution distribution;

    public Training(Distribution distribution) {
        this.distribution = distribution;
    }

    /** Whether one of {@code artifacts} has no archive yet. */
    public boolean needed(List<String> artifacts) {
        return artifacts.stream().anyMatch(artifact -> !Files.exists(archive(artifact)));
    }

    /** Trains; says whether all of {@code artifacts} have their archive now. */
    public boolean run(List<String> artifacts) {
        Path data = distribution.root().resolve("training");
        try {
            FileUtils.deleteDirectory(data.toFile());
            Files.createDirectories(data);
            train(data.toRealPath());
            FileUtils.deleteDirectory(data.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot train in " + data, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !needed(artifacts);
    }

    private void train(Path data) throws IOException, InterruptedException {
        Process launcher = new ProcessBuilder(launcher(data))
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("console.log").toFile())
                .start();
        try {
            if (becomesReady(launcher, data.resolve("run").resolve("state.json"))) {
                trainCommandLine(data);
            } else {
                log.warn("the training run did not become ready:\n{}", Files.readString(data.resolve("console.log")));
            }
        } finally {
            launcher.destroy();
            if (!launcher.waitFor(ENDED.toSeconds(), TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
            }
        }
    }

    private List<String> launcher(Path data) {
        return LauncherCommand.of(distribution, data, true)
                .running(
                        "run",
                        "--training",
                        "--data",
                        data.toString(),
                        "--distribution",
                        distribution.root().toString(),
                        "--port",
                        Integer.toString(
                                Ports.rememberedIn(data.resolve("port")).of("gateway")));
    }

    private void trainCommandLine(Path data) throws IOException, InterruptedException {
        List<String> command = JavaCommand.of(distribution.jar(Distribution.CLI))
                .with("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .archive(true)
                .running("usage", "--data", data.toString());
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor(1, TimeUnit.MINUTES);
    }

    private static boolean becomesReady(Process launcher, Path stateFile) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < deadline) {
            if (launcher.waitFor(300, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (Files.exists(stateFile)
                    && "running"
                            .equals(JSON.readTree(stateFile.toFile())
                                    .path("state")
                                    .asText())) {
                return true;
            }
        }
        return false;
    }

    private Path archive(String artifact) {
        return JavaCommand.archiveOf(distribution.jar(artifact));
    }
}
