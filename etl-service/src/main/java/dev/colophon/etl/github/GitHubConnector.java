package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.Connector;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.api.GitHubClients;
import dev.colophon.etl.github.api.GitHubCredentials;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.PatientClient;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads issues, pull requests and commits from github.com and from GitHub Enterprise Server. */
@Component
class GitHubConnector implements Connector {

    static final String TYPE = "github";

    private final GitHubClients clients;
    private final GitHubProperties settings;
    private final Clock clock;

    GitHubConnector(GitHubClients clients, GitHubProperties settings, Clock clock) {
        this.clients = clients;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ObjectNode checked(JsonNode config) {
        return GitHubConfig.checked(config);
    }

    @Override
    public JsonNode checkedCredentials(@Nullable JsonNode credentials) {
        return GitHubCredentials.checked(credentials);
    }

    @Override
    public ConnectionReport test(Connection connection) {
        GitHubConfig config = GitHubConfig.of(connection.config());
        GitHubCredentials credentials = GitHubCredentials.of(connection.credentials());
        return new GitHubTrial(clients.open(config.baseUrl(), credentials), config, credentials).report();
    }

    @Override
    public void sync(SyncRun run) throws IOException, InterruptedException, SourceFailure {
        Connection connection = run.connection();
        GitHubConfig config = GitHubConfig.of(connection.config());
        GitHubCredentials credentials = GitHubCredentials.of(connection.credentials());
        try (PatientClient client = clients.open(config.baseUrl(), credentials, run::waiting);
                PatientClient app = clients.openAsApp(config.baseUrl(), credentials, run::waiting)) {
            DeliverySweep sweep = new DeliverySweep(run, config, client, app, settings, clock);
            new GitHubSync(run, config, client, sweep, settings).run();
        }
    }
}
