package dev.colophon.etl.jira;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.jira.client.ChosenFields;
import dev.colophon.etl.jira.client.JiraAccess;
import dev.colophon.etl.jira.client.JiraClient;
import dev.colophon.etl.jira.client.Pauses;
import dev.colophon.etl.jira.client.Sleeper;
import dev.colophon.etl.jira.client.TenantGate;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/** Opens Jiras for those who read them; what Jira asks of one is known to all. */
class Jiras {

    private final RemoteHttp http;
    private final AppTokens apps;
    private final JiraProperties settings;
    private final Clock clock;
    private final Sleeper sleeper;
    private final TenantGate gate;
    private final ChosenFields fields;

    /** @param sleeper waits where nobody needs to be told */
    Jiras(RemoteHttp http, AppTokens apps, JiraProperties settings, Clock clock, Sleeper sleeper) {
        this.sleeper = sleeper;
        this.http = http;
        this.apps = apps;
        this.settings = settings;
        this.clock = clock;
        this.gate = new TenantGate(clock);
        this.fields = new ChosenFields(clock);
    }

    JiraClient client(Connection connection, Pauses pauses) throws IOException, InterruptedException, SourceFailure {
        return new JiraClient(http, access(connection), gate, pauses, clock, sleeper);
    }

    /** For a run: makes sure of who is asking and which fields there are. */
    JiraReading forRun(JiraClient client, Connection connection)
            throws IOException, InterruptedException, SourceFailure {
        client.myself();
        JiraConfig config = JiraConfig.of(connection.config());
        return reading(client, config, connection, fields.resolve(client, config.customFields()));
    }

    /** For single issues: with as few calls as can be. */
    JiraReading forIssues(JiraClient client, Connection connection)
            throws IOException, InterruptedException, SourceFailure {
        JiraConfig config = JiraConfig.of(connection.config());
        return reading(client, config, connection, fields.remembered(client, config.customFields()));
    }

    private JiraReading reading(
            JiraClient client, JiraConfig config, Connection connection, Map<String, String> chosen) {
        return new JiraReading(client, config, connection, chosen, settings.pageSize());
    }

    private JiraAccess access(Connection connection) throws IOException, InterruptedException, SourceFailure {
        JiraConfig config = JiraConfig.of(connection.config());
        JiraCredentials credentials = JiraCredentials.of(connection.credentials());
        URI site = config.baseUrl();
        if (credentials instanceof JiraCredentials.App app) {
            return new JiraAccess(site, apps.api(site), config.cloud(), () -> "Bearer " + apps.token(app));
        }
        JiraAccess.Authorization authorization = credentials instanceof JiraCredentials.ApiToken person
                ? JiraAccess.basic(person.email(), person.token())
                : JiraAccess.bearer(((JiraCredentials.PersonalAccessToken) credentials).token());
        return new JiraAccess(site, site, config.cloud(), authorization);
    }
}
