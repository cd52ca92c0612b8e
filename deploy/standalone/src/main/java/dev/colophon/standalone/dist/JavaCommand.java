package dev.colophon.standalone.dist;

import dev.colophon.standalone.process.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the command line of a Java process: the marker first, then memory, archive and what the operator adds. */
public final class JavaCommand {

    private static final String ARCHIVE = "application.jsa";

    private final Path jar;
    private final List<String> options = new ArrayList<>();

    private JavaCommand(Path jar) {
        this.jar = jar;
    }

    public static JavaCommand of(Path jar) {
        return new JavaCommand(jar);
    }

    /** The Java program that runs this very process. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Where the class data archive of {@code jar} is, once it was made. */
    public static Path archiveOf(Path jar) {
        return jar.resolveSibling(ARCHIVE);
    }

    public JavaCommand on(Path data) {
        options.add(Leftovers.marker(data));
        return this;
    }

    public JavaCommand with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /**
     * Small, quick to start rather than quick for ever, and with threads that stand back: decision 20. The heap is as large as
     * what lives in it asks for, up to {@code heapMegabytes}: decision 24. Netty takes memory for its buffers in pieces of
     * 1 MB and not of 4.
     */
    public JavaCommand small(int heapMegabytes) {
        return with(
                "-Xmx" + heapMegabytes + "m",
                "-Xms96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=30",
                "-XX:NewRatio=1",
                "-XX:MaxNewSize=48m",
                "-XX:SurvivorRatio=2",
                "-XX:TargetSurvivorRatio=90",
                "-XX:MaxTenuringThreshold=8",
                "-XX:ThreadPriorityPolicy=1",
                "-XX:JavaPriority1_To_OSPriority=10",
                "-XX:CompilerThreadPriority=0",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Dio.netty.allocator.maxOrder=7");
    }

    /** Uses the class data archive where there is one; while training, makes the one that is missing. */
    public JavaCommand archive(boolean training) {
        Path archive = archiveOf(jar);
        if (Files.exists(archive)) {
            return with("-XX:SharedArchiveFile=" + archive);
        }
        return training ? with("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off") : this;
    }

    /** What the operator asks for in {@code COLOPHON_JAVA_OPTS}. */
    public JavaCommand extras() {
        Optional.ofNullable(System.getenv("COLOPHON_JAVA_OPTS"))
                .map(String::strip)
                .filter(extras -> !extras.isEmpty())
                .ifPresent(extras -> options.addAll(List.of(extras.split("\\s+"))));
        return this;
    }

    public List<String> running(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
