package dev.colophon.benchmarks.stack;

import dev.colophon.benchmarks.Npm;
import dev.colophon.benchmarks.embedder.BareEmbedder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Portkey's open source gateway, installed from npm into a temporary directory; it keeps no accounts. */
final class PeerGateway implements AutoCloseable {

    static final String PACKAGE = "@portkey-ai/gateway@1.15.2";

    private static final int STARTING_TENTHS = 300;
    /** It listens on all interfaces otherwise, and has no option for that. */
    private static final String ON_LOOPBACK =
            "const { Server } = require('net'); const listen = Server.prototype.listen;"
                    + " Server.prototype.listen = function (port, ...rest) {"
                    + " return listen.call(this, { port: port.port ?? port, host: '127.0.0.1' },"
                    + " ...rest.filter((each) => typeof each === 'function')); };";

    private final Path directory;
    private final Process process;
    private final int port;

    private PeerGateway(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Empty, with the reason on standard error, where npm or Node are not there or cannot install it. */
    static Optional<PeerGateway> started() throws InterruptedException {
        try {
            Path directory = Files.createTempDirectory("colophon-benchmark-peer");
            Npm.install(directory, PACKAGE);
            Path loopback = Files.writeString(directory.resolve("loopback.cjs"), ON_LOOPBACK);
            int port = freePort();
            Process process = new ProcessBuilder(
                            "node",
                            "--require",
                            loopback.toString(),
                            directory
                                    .resolve("node_modules/@portkey-ai/gateway/build/start-server.js")
                                    .toString(),
                            "--headless",
                            "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            PeerGateway peer = new PeerGateway(directory, process, port);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            peer.await();
            return Optional.of(peer);
        } catch (IOException e) {
            System.err.println("without " + PACKAGE + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** What sends a request on to {@code upstream}. */
    Map<String, String> headers(String upstream) {
        return Map.of("x-portkey-provider", "openai", "x-portkey-custom-host", upstream);
    }

    private void await() throws IOException, InterruptedException {
        for (int i = 0; i < STARTING_TENTHS; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IOException("it did not start: " + Files.readString(directory.resolve("log")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor();
        BareEmbedder.delete(directory);
    }
}
