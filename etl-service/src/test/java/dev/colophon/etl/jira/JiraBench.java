package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.RemoteProperties;
import dev.colophon.web.outbound.OutboundUrls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.util.unit.DataSize;

/** A connector wired to a stub, without Spring and without waiting. */
final class JiraBench {

    static final UUID SOURCE = UUID.fromString("0193a000-0000-7000-8000-000000000003");

    final MovingClock clock = new MovingClock();
    final JiraConnector connector;
    final JiraWebhookReader webhooks;
    private final JiraStub stub;
    private final boolean cloud;

    JiraBench(JiraStub stub, boolean cloud) {
        this.stub = stub;
        this.cloud = cloud;
        RemoteHttp http = new RemoteHttp(
                new OutboundUrls(List.of("127.0.0.1")),
                new RemoteProperties(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        DataSize.ofMegabytes(32),
                        3,
                        Duration.ofMillis(1)));
        JiraProperties settings = settings(stub);
        Jiras jiras = new Jiras(
                http, new AppTokens(http, new ObjectMapper(), settings, clock), settings, clock, clock::sleep);
        this.connector = new JiraConnector(jiras, new WebhookCare(settings, clock), settings);
        this.webhooks = new JiraWebhookReader(jiras, new ObjectMapper());
    }

    /** With an address of our own, and the stub for all of Atlassian's. */
    static JiraProperties settings(JiraStub stub) {
        return new JiraProperties(
                100,
                Duration.ofMinutes(15),
                URI.create("https://colophon.example/"),
                Duration.ofDays(10),
                Duration.ofHours(6),
                stub.url().resolve("/oauth/token"),
                stub.url());
    }

    ObjectNode config() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("base_url", stub.url().toString())
                .put("deployment", cloud ? "cloud" : "data_center");
    }

    Connection connection(ObjectNode config) {
        ObjectNode credentials = JsonNodeFactory.instance.objectNode();
        return connection(
                config,
                cloud
                        ? credentials.put("email", JiraStub.EMAIL).put("api_token", JiraStub.TOKEN)
                        : credentials.put("personal_access_token", JiraStub.PAT));
    }

    Connection connection(ObjectNode config, JsonNode credentials) {
        return new Connection(
                UUID.fromString("0193a000-0000-7000-8000-000000000001"),
                UUID.fromString("0193a000-0000-7000-8000-000000000002"),
                SOURCE,
                connector.checked(config),
                connector.checkedCredentials(credentials));
    }

    RecordingRun run(ObjectNode config) {
        return new RecordingRun(connection(config), clock).next();
    }

    RecordingRun run() {
        return run(config());
    }
}
