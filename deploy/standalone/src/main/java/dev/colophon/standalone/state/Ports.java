package dev.colophon.standalone.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free loopback ports by name, the same at every start as long as nobody else took them. They lie below the range that
 * operating systems give to outgoing connections, so that a passing connection does not take one.
 */
public final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Path file;
    private final Properties remembered = new Properties();
    private final Set<Integer> given = new HashSet<>();

    private Ports(Path file) {
        this.file = file;
    }

    public static Ports rememberedIn(Path file) {
        Ports ports = new Ports(file);
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                ports.remembered.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return ports;
    }

    /** The port of {@code name}: the one it had, where that is free, else another; remembered at once. */
    public synchronized int of(String name) {
        int before = parsed(remembered.getProperty(name, "0"));
        int port = IntStream.concat(IntStream.of(before), candidates())
                .filter(candidate -> candidate > 0 && !given.contains(candidate) && isFree(candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port on the loopback interface"));
        given.add(port);
        remembered.setProperty(name, Integer.toString(port));
        save();
        return port;
    }

    /** Whether nobody listens on {@code port} of the loopback interface. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static IntStream candidates() {
        return ThreadLocalRandom.current().ints(1_000, LOWEST, HIGHEST);
    }

    private static int parsed(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void save() {
        try (var writer = Files.newBufferedWriter(file)) {
            remembered.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
