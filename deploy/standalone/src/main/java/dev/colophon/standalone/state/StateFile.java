package dev.colophon.standalone.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The launcher's state as a JSON file that others read: replaced in one step at every change, so that a reader always
 * finds a whole document. It is a report: where the disk is full, what it tells of goes on, and the next change is written.
 */
public final class StateFile {

    private static final Logger log = LoggerFactory.getLogger(StateFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String url;
    private final Instant startedAt;
    private final Map<String, ProcessState> processes = new LinkedHashMap<>();
    private String stack = "starting";
    private @Nullable Instant readyAt;
    private @Nullable String message;

    public StateFile(Path file, String url, Instant startedAt) {
        this.file = file;
        this.url = url;
        this.startedAt = startedAt;
    }

    /** Keeps the newest state of a process. */
    public synchronized void put(ProcessState process) {
        processes.put(process.name(), process);
        write();
    }

    /** Everything is up for the first time. */
    public synchronized void ready(Instant now) {
        stack = "running";
        readyAt = now;
        write();
    }

    /** The stack as a whole is now {@code state}, for example {@code stopping}. */
    public synchronized void stack(String state, @Nullable String why) {
        stack = state;
        message = why;
        write();
    }

    public synchronized Map<String, ProcessState> processes() {
        return Map.copyOf(processes);
    }

    private void write() {
        try {
            PrivateFiles.write(
                    file,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document()) + System.lineSeparator());
        } catch (IOException e) {
            log.warn("{} is not up to date: {}", file, e.toString());
        }
    }

    private ObjectNode document() {
        ObjectNode document = JSON.createObjectNode();
        document.put("state", stack);
        document.put("message", message);
        document.put("url", url);
        document.put("started_at", startedAt.toString());
        document.put("ready_at", readyAt == null ? null : readyAt.toString());
        document.put(
                "ready_seconds",
                readyAt == null ? null : Duration.between(startedAt, readyAt).toMillis() / 1000.0);
        processes.values().forEach(process -> document.withArray("processes").add(node(process)));
        return document;
    }

    private static ObjectNode node(ProcessState process) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", process.name());
        node.put("pid", process.pid());
        node.put("port", process.port());
        node.put("state", process.phase().wireName());
        node.put("restarts", process.restarts());
        node.put("since", process.since().toString());
        node.put("message", process.message());
        return node;
    }
}
