package dev.colophon.benchmarks.embedder;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
import dev.colophon.ai.local.embedding.Precision;
import dev.colophon.benchmarks.Figures;
import dev.colophon.benchmarks.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The embedder alone in a process of its own: what it needs, and how fast it is with nothing around it. */
public final class BareEmbedder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BareEmbedder() {}

    /** @param args the model's directory, and a file of texts (a JSON array) or nothing for the benchmark's workloads */
    public static void main(String[] args) throws Exception {
        long started =
                ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        Map<String, Object> figures = new LinkedHashMap<>();
        try (MiniLmEmbeddingModel model = new MiniLmEmbeddingModel(
                Runtime.getRuntime().availableProcessors(), Path.of(args[0]), Precision.FP32)) {
            model.embedTexts(List.of("the first text"));
            figures.put("first_embedding_seconds", (System.currentTimeMillis() - started) / 1000.0);
            if (args.length > 1) {
                figures.put("per_second", Figures.rounded(rate(model, Path.of(args[1]))));
            } else {
                EmbedderBenchmark.workloads(model).values().forEach(model::embedTexts);
            }
        }
        figures.put("peak_rss_mb", Machine.megabytes("self", "VmHWM"));
        System.out.println(JSON.writeValueAsString(figures));
        System.exit(0);
    }

    private static double rate(MiniLmEmbeddingModel model, Path file) throws IOException {
        List<String> texts = JSON.readValue(file.toFile(), new TypeReference<List<String>>() {});
        model.embedTexts(texts.subList(0, Math.min(200, texts.size())));
        long started = System.nanoTime();
        model.embedTexts(texts);
        return texts.size() / Figures.secondsSince(started);
    }

    /** Starts it as a child with the JVM's own compilers, and gives what it says. */
    public static Map<String, Object> measured(Path modelDirectory, String... more) throws IOException {
        return measured(List.of(), Map.of(), modelDirectory, more);
    }

    /** The same with what services are started with: one compiler, which needs less memory, and few heaps of the C library. */
    static Map<String, Object> measuredLikeAService(Path modelDirectory) throws IOException {
        return measured(List.of("-XX:TieredStopAtLevel=1"), Map.of("MALLOC_ARENA_MAX", "2"), modelDirectory);
    }

    private static Map<String, Object> measured(
            List<String> options, Map<String, String> environment, Path modelDirectory, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), BareEmbedder.class.getName(), modelDirectory.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        byte[] output = builder.start().getInputStream().readAllBytes();
        return JSON.readValue(output, new TypeReference<Map<String, Object>>() {});
    }

    /** Removes a directory with all that is in it. */
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
