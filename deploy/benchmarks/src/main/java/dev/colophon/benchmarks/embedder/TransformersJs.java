package dev.colophon.benchmarks.embedder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.local.embedding.MiniLm;
import dev.colophon.benchmarks.Npm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code @huggingface/transformers} on Node with the same model files, in fp32, as its users run it: sorted by length, a
 * batch at a time, on as many threads as it likes. It reads nothing from the network.
 */
final class TransformersJs implements AutoCloseable {

    static final String PACKAGE = "@huggingface/transformers@4.3.1";

    /** Texts a call, the best that was found for each workload. */
    private static final Map<String, Integer> BATCHES = Map.of("S", 16, "M", 8, "L", 1, "R", 8);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Process process;
    private final BufferedReader answers;
    private final OutputStream requests;

    private TransformersJs(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.getOutputStream();
    }

    /** Empty, with the reason on standard error, where npm or Node are not there or cannot install it. */
    static Optional<TransformersJs> started() throws InterruptedException {
        try {
            Path directory = Files.createTempDirectory("colophon-benchmark-peer");
            Npm.install(directory, PACKAGE, "--ignore-scripts");
            writeModel(Files.createDirectories(directory.resolve("models/model")));
            Path script = directory.resolve("transformers.mjs");
            copy("/transformers.mjs", script);
            Process process = new ProcessBuilder(
                            "node",
                            script.toString(),
                            directory.resolve("models").toString())
                    .redirectError(directory.resolve("log").toFile())
                    .start();
            TransformersJs peer = new TransformersJs(directory, process);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            peer.answer();
            return Optional.of(peer);
        } catch (IOException e) {
            System.err.println("without " + PACKAGE + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** How many texts of a workload it embeds a second. */
    double rate(String workload, List<String> texts) throws IOException {
        int batch = BATCHES.getOrDefault(workload, 8);
        requests.write(JSON.writeValueAsBytes(Map.of("texts", texts, "batch", batch)));
        requests.write('\n');
        requests.flush();
        return texts.size() / answer().get("seconds").asDouble();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("it ended: " + Files.readString(directory.resolve("log")));
        }
        return JSON.readTree(line);
    }

    /** The files of langchain4j's jar, laid out and described as the library wants them. */
    private static void writeModel(Path model) throws IOException {
        copy(
                "/" + MiniLm.MODEL + ".onnx",
                Files.createDirectories(model.resolve("onnx")).resolve("model.onnx"));
        copy("/" + MiniLm.MODEL + "-tokenizer.json", model.resolve("tokenizer.json"));
        Files.writeString(
                model.resolve("config.json"), "{\"model_type\": \"bert\", \"architectures\": [\"BertModel\"]}");
        Files.writeString(model.resolve("tokenizer_config.json"), """
                {"tokenizer_class": "BertTokenizer", "do_lower_case": true, "model_max_length": 128, "unk_token": "[UNK]",
                 "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "mask_token": "[MASK]"}
                """);
    }

    private static void copy(String resource, Path file) throws IOException {
        try (InputStream in = TransformersJs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not on the class path");
            }
            Files.copy(in, file);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor();
        BareEmbedder.delete(directory);
    }
}
