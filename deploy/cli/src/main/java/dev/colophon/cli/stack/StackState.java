package dev.colophon.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher wrote about itself, checked against what really runs: after a kill the file tells of a stack that is
 * no more.
 */
public final class StackState {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataDirectory data;
    private final JsonNode written;

    private StackState(DataDirectory data, JsonNode written) {
        this.data = data;
        this.written = written;
    }

    public static StackState of(DataDirectory data) {
        try {
            return new StackState(
                    data,
                    Files.exists(data.stateFile())
                            ? JSON.readTree(data.stateFile().toFile())
                            : JSON.createObjectNode());
        } catch (IOException e) {
            return new StackState(data, JSON.createObjectNode());
        }
    }

    /** The launcher, where it is alive: the id of the file, and the data directory in its command line. */
    public Optional<ProcessHandle> launcher() {
        return processes().stream()
                .filter(process -> "launcher".equals(process.path("name").asText()))
                .flatMap(process -> alive(process).stream())
                .findFirst();
    }

    /** Whether a process of the stack is alive although the launcher is not. */
    public boolean hasLeftovers() {
        return launcher().isEmpty()
                && processes().stream().anyMatch(process -> alive(process).isPresent());
    }

    /** {@code starting}, {@code running}, {@code stopping}, {@code failed} or {@code stopped}. */
    public String state() {
        return launcher().isPresent() ? written.path("state").asText("starting") : "stopped";
    }

    public boolean running() {
        return "running".equals(state());
    }

    public String url() {
        return written.path("url").asText("");
    }

    public String message() {
        return written.path("message").asText("");
    }

    public double readySeconds() {
        return written.path("ready_seconds").asDouble(0);
    }

    public List<JsonNode> processes() {
        List<JsonNode> processes = new ArrayList<>();
        written.path("processes").forEach(processes::add);
        return processes;
    }

    /** The whole state as a document: what was written, corrected by what is alive, with the memory of each process. */
    public ObjectNode document() {
        ObjectNode document = JSON.createObjectNode();
        document.put("state", state());
        document.put("url", running() ? url() : null);
        document.put("data", data.root().toString());
        for (String field : List.of("started_at", "ready_at", "ready_seconds", "message")) {
            document.set(field, written.path(field).isMissingNode() ? null : written.path(field));
        }
        var processes = document.putArray("processes");
        processes().forEach(process -> processes.add(corrected((ObjectNode) process.deepCopy())));
        return document;
    }

    private ObjectNode corrected(ObjectNode process) {
        boolean alive = alive(process).isPresent();
        if (!alive && !process.path("pid").isNull()) {
            process.put("state", launcher().isPresent() ? "dead" : "stopped");
            process.putNull("pid");
        }
        process.put("resident_mb", alive ? residentMegabytes(process.path("pid").asLong()) : null);
        return process;
    }

    private Optional<ProcessHandle> alive(JsonNode process) {
        return process.path("pid").isNumber()
                ? ProcessHandle.of(process.path("pid").asLong())
                        .filter(ProcessHandle::isAlive)
                        .filter(this::isOurs)
                : Optional.empty();
    }

    /** A process id may belong to somebody else by now; only a command line with our directory is ours. */
    private boolean isOurs(ProcessHandle process) {
        String root = data.root().toString();
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.isReadable(commandLine)) {
            try {
                String arguments = new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8);
                return arguments.contains("\0-Dcolophon.data=" + root + "\0") || arguments.contains("\0" + root + "/");
            } catch (IOException e) {
                return false;
            }
        }
        return process.info().commandLine().filter(line -> line.contains(root)).isPresent();
    }

    private static @Nullable Long residentMegabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
