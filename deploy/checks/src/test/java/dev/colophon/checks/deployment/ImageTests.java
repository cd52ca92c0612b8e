package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageTests {

    private static final String DOCKERFILE =
            Files.text(Files.at("deploy/images/Dockerfile")).replaceAll("\\\\\n\\s*", "");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!.*--from=)(?:--chmod=\\d+ )?(\\S+) (\\S+)$");

    static List<String> services() {
        return Files.services();
    }

    @ParameterizedTest
    @MethodSource("services")
    void isMadeOfFilesThatTheBuildLeavesAndTheContextLetsIn(String service) throws IOException {
        List<String> sources = COPY.matcher(DOCKERFILE)
                .results()
                .map(match -> match.group(1).replace("${SERVICE}", service))
                .toList();
        assertThat(sources).hasSize(3);
        for (String source : sources) {
            assertThat(allowed(source.replace('*', 'x')))
                    .as("%s is in the context", source)
                    .isTrue();
            if (source.contains("/target/")) {
                assertIsTheOnlyOne(service, source);
            } else {
                Files.at(source);
            }
        }
    }

    private static void assertIsTheOnlyOne(String service, String pattern) throws IOException {
        Path target = Files.at(service).resolve("target");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + Files.ROOT.resolve(pattern));
        assumeTrue(java.nio.file.Files.isDirectory(target), "skipped: " + service + " is not built");
        try (Stream<Path> files = java.nio.file.Files.list(target)) {
            List<Path> jars = files.filter(matcher::matches).toList();
            assumeTrue(!jars.isEmpty(), "skipped: " + service + " is compiled and not packaged");
            assertThat(jars).hasSize(1);
        }
    }

    /** Later lines of the ignore file outrank earlier ones. */
    private static boolean allowed(String path) {
        boolean allowed = true;
        for (String line : Files.text(Files.at("deploy/images/Dockerfile.dockerignore"))
                .lines()
                .toList()) {
            boolean admits = line.startsWith("!");
            String pattern = "glob:" + (line.equals("*") ? "**" : line.substring(admits ? 1 : 0));
            if (FileSystems.getDefault().getPathMatcher(pattern).matches(Path.of(path))) {
                allowed = admits;
            }
        }
        return allowed;
    }

    @Test
    void letsNothingElseIntoTheContext() {
        assertThat(List.of("deploy/compose/secrets/postgres/password", "deploy/compose/.env", "pom.xml", ".git/config"))
                .noneMatch(ImageTests::allowed);
    }

    @Test
    void runsAsANumberedUserAndWithoutAShell() {
        List<String> lines = DOCKERFILE.lines().toList();
        assertThat(lines).contains("USER 10001:0");
        assertThat(lines.get(lines.size() - 1))
                .startsWith("ENTRYPOINT [\"java\", ")
                .endsWith("\"-jar\", \"/app/application.jar\"]");
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("HEALTHCHECK ") && line.endsWith("CMD [\"/usr/local/bin/healthcheck\"]"));
        assertThat(lines.stream().filter(line -> line.startsWith("LABEL")))
                .singleElement()
                .asString()
                .contains("org.opencontainers.image.title", "org.opencontainers.image.licenses=\"Apache-2.0\"");
        assertThat(DOCKERFILE).doesNotContain(":latest");
    }

    @Test
    void isHealthyWhenTheServiceIsReady() throws IOException {
        int[] status = {200};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean asked = exchange.getRequestURI().getPath().equals("/actuator/health/readiness");
            exchange.sendResponseHeaders(asked ? status[0] : 404, -1);
            exchange.close();
        });
        server.start();
        Map<String, String> port =
                Map.of("SERVER_PORT", String.valueOf(server.getAddress().getPort()));
        try {
            assertThat(Shell.run(port, "deploy/images/healthcheck").status()).isZero();
            status[0] = 503;
            assertThat(Shell.run(port, "deploy/images/healthcheck").status()).isNotZero();
        } finally {
            server.stop(0);
        }
        assertThat(Shell.run(port, "deploy/images/healthcheck").status()).isNotZero();
    }
}
