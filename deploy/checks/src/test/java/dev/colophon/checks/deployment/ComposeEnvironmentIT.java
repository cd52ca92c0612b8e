package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestBroker;
import dev.colophon.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services' jars as compose starts them: secrets that {@code init} made, a database that {@code provision} made, the variables of
 * {@code compose.yaml} and none beside. Only where things are differs: addresses, ports and folders are those of this machine.
 * {@code -Dcolophon.checks.services=all} starts all five.
 */
class ComposeEnvironmentIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Pattern SERIES = Pattern.compile("seriesQuery: '(\\w+)\\{service=\"([\\w-]+)\"}'");

    private final List<String> services = "all".equals(System.getProperty("colophon.checks.services"))
            ? Files.services()
            : List.of("gateway-service", "usage-service");
    private final Map<String, DeployedService> running = new LinkedHashMap<>();
    private final AtomicInteger traces = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer collector;

    @TempDir
    Path folder;

    @BeforeEach
    void startCollector() throws IOException {
        services.forEach(service ->
                assumeTrue(DeployedService.jar(service).isPresent(), () -> "skipped: " + service + " is not packaged"));
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            traces.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stopEverything() {
        running.values().forEach(DeployedService::kill);
        if (collector != null) {
            collector.stop(0);
        }
    }

    @Test
    void startsWithTheEnvironmentOfCompose() throws Exception {
        init();
        TestDatabase database = provisioned();
        Deployment deployment = new Deployment(folder, TestBroker.shared().bootstrapServers(), database, collector);
        for (String service : services) {
            running.put(service, DeployedService.start(service, deployment));
        }
        for (DeployedService service : running.values()) {
            service.awaitReady(PATIENCE);
            assertThat(Shell.run(Map.of("SERVER_PORT", service.port()), "deploy/images/healthcheck")
                            .status())
                    .isZero();
        }
        assertThat(askUsage(deployment)).isEqualTo(200);
        observeUsage();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(traces)
                .hasPositiveValue());
        for (DeployedService service : running.values()) {
            assertTellsWhatScalingAsksFor(service);
            assertLogsAreEcs(service);
            assertThat(service.stop(Duration.ofSeconds(75)))
                    .as("%s stops in time", service.name())
                    .isTrue();
        }
    }

    private void init() {
        Shell init = Shell.run(
                "bash",
                "deploy/compose/init",
                "--secrets",
                folder.resolve("secrets").toString());
        assertThat(init.status()).as(init.output()).isZero();
    }

    /** By the first API key, through the gateway, with a token that it signed. */
    private int askUsage(Deployment deployment) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + deployment.portOf("gateway-service") + "/api/v1/ai/usage/summary"))
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.text(folder.resolve("secrets/operator/operator-key"))
                                        .strip())
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("total_requests");
        return answer.statusCode();
    }

    /** A consumer tells its lag once it has read something. */
    private static void observeUsage() {
        AiUsageObserved call = new AiUsageObserved(
                new ClientId(Ids.newId()),
                Ids.newId(),
                Ids.newId(),
                1,
                null,
                null,
                null,
                "metadata",
                "local",
                "colophon-local-1",
                null,
                1,
                10L,
                10L,
                false,
                "succeeded",
                1,
                Instant.now());
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestBroker.shared().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            new EventsProbe(producer).publish(call);
        }
    }

    /** The metrics that the autoscalers of Kubernetes go by. */
    private static void assertTellsWhatScalingAsksFor(DeployedService service) {
        String rules =
                Files.text(Files.at("deploy/kubernetes/components/autoscale-on-lag/prometheus-adapter.values.yaml"));
        SERIES.matcher(rules)
                .results()
                .filter(series -> series.group(2).equals(service.name()))
                .forEach(series -> Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                service.ask("/actuator/prometheus"))
                        .containsPattern("(?m)^" + series.group(1) + "\\{.*service=\"" + series.group(2))));
    }

    private static void assertLogsAreEcs(DeployedService service) throws IOException {
        List<String> lines =
                service.log().stream().filter(line -> line.startsWith("{")).toList();
        assertThat(lines).as("lines of %s", service.name()).hasSizeGreaterThan(3);
        for (String line : lines) {
            JsonNode entry = JSON.readTree(line);
            assertThat(entry.at("/ecs/version").asText(entry.path("ecs.version").asText()))
                    .as(line)
                    .isNotBlank();
        }
        String all = String.join("\n", service.log());
        assertThat(all)
                .doesNotContain(Files.text(service.secrets().resolve("colophon.database.app-password"))
                        .strip());
    }

    /**
     * A database made by the script and by nothing else, on a server where what the Java code had made was looked at and dropped
     * again; the two must not differ.
     */
    private TestDatabase provisioned() throws Exception {
        assumeTrue(Shell.has("psql"), "skipped: psql is not installed");
        boolean vectors = services.contains("embedding-service");
        TestDatabase database = vectors || System.getenv("COLOPHON_TEST_PGVECTOR") != null
                ? TestDatabase.withPgVector()
                : TestDatabase.shared();
        String made = Catalogue.of(database, TestDatabase.NAME);
        drop(database);
        Map<String, String> server = Map.of(
                "PGHOST",
                database.host(),
                "PGPORT",
                String.valueOf(database.port()),
                "PGUSER",
                "postgres",
                "PGPASSWORD",
                TestDatabase.PASSWORD,
                "COLOPHON_SECRETS",
                folder.resolve("secrets").toString(),
                "COLOPHON_DATABASE_NAME",
                TestDatabase.NAME);
        for (int time = 1; time <= 2; time++) {
            Shell provision = Shell.run(server, "deploy/database/provision");
            assertThat(provision.status()).as(provision.output()).isZero();
            assertThat(provision.output()).contains("provisioned usage").doesNotContainIgnoringCase("error");
        }
        assertThat(Catalogue.of(database, TestDatabase.NAME)).isEqualTo(made);
        return database;
    }

    private static void drop(TestDatabase database) throws SQLException {
        try (Connection connection = Catalogue.connect(database, "postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database " + TestDatabase.NAME);
            for (String schema : Catalogue.SCHEMAS) {
                statement.execute("drop role " + schema + "_owner");
                statement.execute("drop role " + schema + "_app");
            }
        }
    }

    /** Where on this machine things are that compose has elsewhere. */
    static final class Deployment {

        private final Path folder;
        private final String broker;
        private final TestDatabase database;
        private final HttpServer collector;
        private final Map<String, Integer> ports = new LinkedHashMap<>();

        Deployment(Path folder, String broker, TestDatabase database, HttpServer collector) {
            this.folder = folder;
            this.broker = broker;
            this.database = database;
            this.collector = collector;
        }

        int portOf(String service) {
            return ports.computeIfAbsent(service, name -> DeployedService.freePort());
        }

        Path folder() {
            return folder;
        }

        /** The variable's value, here. */
        String here(String service, String variable, String value) {
            String moved =
                    switch (variable) {
                        case "SERVER_PORT" -> String.valueOf(portOf(service));
                        case "COLOPHON_DATABASE_HOST" -> database.host();
                        case "COLOPHON_DATABASE_PORT" -> String.valueOf(database.port());
                        case "SPRING_KAFKA_BOOTSTRAPSERVERS" -> broker;
                        default -> value;
                    };
            for (String name : Files.services()) {
                moved = moved.replaceAll("http://" + name + ":\\d+", "http://127.0.0.1:" + portOf(name));
            }
            return moved.replace(
                            "http://tempo:4318",
                            "http://127.0.0.1:" + collector.getAddress().getPort())
                    .replace("/run/secrets/colophon", folder + "/secrets/" + service)
                    .replace("/run/secrets/operator", folder + "/secrets/operator")
                    .replace("/var/lib/colophon", folder + "/work/" + service);
        }
    }
}
