package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.Connector;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.jira.client.IssueSearch;
import dev.colophon.etl.jira.client.JiraClient;
import dev.colophon.etl.jira.client.Pauses;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sources of type {@code jira}: issues of Jira Cloud (version 3 of its API) and of data centers (version 2). */
@Component
class JiraConnector implements Connector {

    static final String TYPE = "jira";

    private final Jiras jiras;
    private final WebhookCare webhooks;
    private final JiraProperties settings;

    JiraConnector(Jiras jiras, WebhookCare webhooks, JiraProperties settings) {
        this.jiras = jiras;
        this.webhooks = webhooks;
        this.settings = settings;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public JsonNode checked(JsonNode config) {
        return JiraConfig.of(config).json();
    }

    @Override
    public JsonNode checkedCredentials(@Nullable JsonNode credentials) {
        return JiraCredentials.checked(credentials);
    }

    @Override
    public void sync(SyncRun run) throws IOException, InterruptedException, SourceFailure {
        JiraClient client = jiras.client(run.connection(), run::waiting);
        JiraReading reading = jiras.forRun(client, run.connection());
        JsonNode cared = webhooks.care(run, client, reading);
        new JiraSync(run, reading, settings.overlap(), cared).run();
    }

    @Override
    public ConnectionReport test(Connection connection) {
        Map<String, String> facts = new LinkedHashMap<>();
        try {
            JiraConfig config = JiraConfig.of(connection.config());
            JiraClient client = jiras.client(connection, Pauses.NONE);
            JsonNode myself = client.myself();
            String name = myself.path("displayName").asText("");
            facts.put("user", name);
            facts.put("time_zone", myself.path("timeZone").asText(""));
            jiras.forRun(client, connection);
            long issues = new IssueSearch(client).count(Jql.and(config.scope(), "updated >= 0"));
            facts.put("issues", String.valueOf(issues));
            return new ConnectionReport(true, "Jira knows " + name + " and shows " + issues + " issues", facts);
        } catch (SourceFailure | IOException e) {
            return new ConnectionReport(false, String.valueOf(e.getMessage()), facts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ConnectionReport(false, "The test was interrupted", facts);
        }
    }
}
