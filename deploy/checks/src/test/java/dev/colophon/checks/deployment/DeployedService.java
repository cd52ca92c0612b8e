package dev.colophon.checks.deployment;

import dev.colophon.checks.deployment.ComposeEnvironmentIT.Deployment;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** A service's jar as a process of its own. */
record DeployedService(String name, Process process, String port, Path output, Path secrets) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Optional<Path> jar(String service) {
        Path target = Files.ROOT.resolve(service).resolve("target");
        if (!java.nio.file.Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = java.nio.file.Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar")).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with the variables that compose gives it, and with nothing of this process's own. */
    static DeployedService start(String service, Deployment deployment) throws IOException {
        Path folder = deployment.folder();
        Path output = folder.resolve(service + ".log");
        Path temporary =
                java.nio.file.Files.createDirectories(folder.resolve("tmp").resolve(service));
        java.nio.file.Files.createDirectories(folder.resolve("work").resolve(service));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + temporary,
                        "-jar",
                        jar(service).orElseThrow().toString())
                .directory(temporary.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        Compose.read("compose.yaml")
                .part(service)
                .environment()
                .forEach((variable, value) -> environment.put(variable, deployment.here(service, variable, value)));
        return new DeployedService(
                service,
                builder.start(),
                environment.get("SERVER_PORT"),
                output,
                folder.resolve("secrets").resolve(service));
    }

    void awaitReady(Duration patience) {
        Awaitility.await("readiness of " + name)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !process.isAlive() || isReady());
        Assertions.assertThat(process.isAlive())
                .as(() -> name + " ended:\n" + String.join("\n", log()))
                .isTrue();
    }

    private boolean isReady() throws InterruptedException {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it answers to a plain GET. */
    String ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    List<String> log() {
        return Files.text(output).lines().toList();
    }

    /** Asks it to end; says whether it did in time. */
    boolean stop(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
    }

    void kill() {
        process.destroyForcibly();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
