package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.benchmarks.Machine;
import dev.colophon.benchmarks.Texts;
import dev.colophon.benchmarks.embedder.BareEmbedder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stack of its own on a temporary data directory; stopped and removed when closed. */
final class Stack implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Path data;
    private final int port;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String key = "";
    private boolean closed;

    private Stack(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** A directory and a port, and nothing running yet. */
    static Stack prepared() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            Stack stack = new Stack(Files.createTempDirectory("colophon-benchmark"), free.getLocalPort());
            Runtime.getRuntime().addShutdownHook(new Thread(stack::closeAtTheEnd));
            return stack;
        }
    }

    static Stack started() throws IOException, InterruptedException {
        Stack stack = prepared();
        stack.start();
        return stack;
    }

    /** With a setting of its services, which inherit the environment. */
    Stack with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String key() {
        return key;
    }

    /** Starts it and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        colophon("start", "--detach", "--port", String.valueOf(port));
        key = Files.readString(data.resolve("operator-key")).strip();
    }

    void stop() throws IOException, InterruptedException {
        colophon("stop");
    }

    /** Resident memory in MB by the name of the process. */
    Map<String, Long> residentMegabytes() throws IOException, InterruptedException {
        return megabytes("VmRSS");
    }

    /** The most that each process held since it started, in MB. */
    Map<String, Long> peakMegabytes() throws IOException, InterruptedException {
        return megabytes("VmHWM");
    }

    private Map<String, Long> megabytes(String figure) throws IOException, InterruptedException {
        Map<String, Long> resident = new LinkedHashMap<>();
        processes().forEach((name, pid) -> resident.put(name, Machine.megabytes(String.valueOf(pid), figure)));
        return resident;
    }

    /** Its processes' ids by name. */
    Map<String, Long> processes() throws IOException, InterruptedException {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (JsonNode process : JSON.readTree(colophon("status", "--json")).path("processes")) {
            ids.put(process.path("name").asText(), process.path("pid").asLong());
        }
        return ids;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path).GET().build());
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return post(path, "application/json", JSON.writeValueAsString(body));
    }

    JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    JsonNode post(String path, String type, String body) throws IOException, InterruptedException {
        return answer(request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Answers; waits where the gateway says that it is too much at once. */
    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 429) {
                Thread.sleep(200);
            } else if (response.statusCode() >= 300) {
                throw new IOException(request.method() + " " + request.uri() + " answered " + response.body());
            } else {
                return JSON.readTree(response.body());
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + key);
    }

    private String colophon(String... arguments) throws IOException, InterruptedException {
        String given = System.getenv("COLOPHON");
        List<String> command = new ArrayList<>();
        command.add(
                given == null ? Texts.repository().resolve("deploy/colophon").toString() : given);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        Path complaints = data.resolveSibling(data.getFileName() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(complaints.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(complaints));
        }
        Files.deleteIfExists(complaints);
        return output;
    }

    @Override
    public synchronized void close() throws IOException, InterruptedException {
        if (!closed) {
            closed = true;
            stop();
            BareEmbedder.delete(data);
        }
    }

    /** Whoever interrupts a benchmark is not left with its stack. */
    private void closeAtTheEnd() {
        try {
            close();
        } catch (IOException | InterruptedException e) {
            System.err.println("the stack in " + data + " may still run: " + e.getMessage());
        }
    }
}
