package dev.colophon.cli.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * How a stack is started.
 *
 * @param port of the gateway
 * @param address the gateway listens on
 * @param allowed directories whose repositories may be imported
 */
public record StartSettings(int port, String address, List<Path> allowed) {

    public static final int DEFAULT_PORT = 8080;

    public StartSettings {
        allowed = List.copyOf(allowed);
    }
}
