package dev.colophon.etl.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.Connector;
import dev.colophon.etl.connector.Fields;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.web.outbound.OutboundUrls;
import dev.colophon.web.outbound.RefusedUrlException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads git repositories: local ones below directories that the operator allows ({@code path}), and remote ones over HTTPS
 * ({@code url}) through a local copy.
 */
@Component
class GitConnector implements Connector {

    private static final int MAX_PATH = 1_000;
    private static final int MAX_BRANCHES = 200;
    private static final int MAX_CREDENTIAL = 2_000;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final GitRepositories repositories;
    private final GitMirrors mirrors;
    private final GitRemotes remotes;
    private final OutboundUrls urls;

    GitConnector(GitRepositories repositories, GitMirrors mirrors, GitRemotes remotes, OutboundUrls urls) {
        this.repositories = repositories;
        this.mirrors = mirrors;
        this.remotes = remotes;
        this.urls = urls;
    }

    @Override
    public String type() {
        return "git";
    }

    @Override
    public JsonNode checked(JsonNode config) {
        Fields fields = Fields.ofConfig(config, Set.of("path", "url", "branches"));
        if (fields.has("path") && fields.has("url")) {
            throw fields.fault("url", "must not be given together with a path");
        }
        List<String> branches = fields.texts("branches", MAX_BRANCHES);
        ObjectNode checked = JsonNodeFactory.instance.objectNode();
        if (fields.has("url")) {
            checked.put("url", checkedUrl(fields));
        } else {
            checked.put("path", checkedPath(fields, branches));
        }
        ArrayNode named = checked.putArray("branches");
        branches.forEach(named::add);
        return checked;
    }

    private String checkedPath(Fields fields, List<String> branches) {
        String path = fields.required("path", MAX_PATH);
        try (GitRepository repository = repositories.open(path)) {
            repository.heads(branches);
            return path;
        } catch (IOException e) {
            throw fields.fault("path", "the repository cannot be read");
        } catch (RefusedRepositoryException e) {
            throw fields.fault("path", String.valueOf(e.getMessage()));
        }
    }

    /** Credentials must not travel in the clear: without TLS only this very machine is spoken to. */
    private String checkedUrl(Fields fields) {
        String url = fields.required("url", MAX_PATH);
        try {
            URI checked = urls.check(url);
            boolean secure = "https".equals(checked.getScheme().toLowerCase(Locale.ROOT));
            if (!secure && !LOOPBACK.contains(checked.getHost())) {
                throw fields.fault("url", "must begin with https://");
            }
            if (checked.getRawQuery() != null || checked.getRawFragment() != null) {
                throw fields.fault("url", "must have no query and no fragment");
            }
            return checked.toString();
        } catch (RefusedUrlException e) {
            throw fields.fault("url", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public JsonNode checkedCredentials(@Nullable JsonNode credentials) {
        Fields fields = Fields.ofCredentials(credentials, Set.of("username", "password"));
        ObjectNode checked = JsonNodeFactory.instance.objectNode();
        String username = fields.optional("username", MAX_CREDENTIAL);
        String password = fields.optional("password", MAX_CREDENTIAL);
        if (username != null && password == null) {
            throw fields.fault("password", "must be given with a username; a token counts as one");
        }
        if (username != null) {
            checked.put("username", username);
        }
        if (password != null) {
            checked.put("password", password);
        }
        return checked;
    }

    @Override
    public ConnectionReport test(Connection connection) {
        try {
            int branches = branchCount(connection);
            return branches == 0
                    ? ConnectionReport.fails("The repository has none of the branches, or no commit yet")
                    : ConnectionReport.works(
                            "The repository can be read", Map.of("branches", String.valueOf(branches)));
        } catch (IOException e) {
            return ConnectionReport.fails("The repository cannot be read: " + e.getMessage());
        } catch (RefusedRepositoryException e) {
            return ConnectionReport.fails("The path " + e.getMessage());
        } catch (SourceFailure e) {
            return ConnectionReport.fails("The repository cannot be read: " + e.getMessage());
        }
    }

    private int branchCount(Connection connection) throws IOException, SourceFailure {
        if (isRemote(connection)) {
            return remotes.branches(Remote.of(connection.config(), connection.credentials()));
        }
        try (GitRepository repository = open(connection)) {
            return repository.heads(branches(connection)).size();
        }
    }

    @Override
    public void sync(SyncRun run) throws IOException, SourceFailure {
        try (GitRepository repository = open(run.connection())) {
            new GitReading(run, repository).read(branches(run.connection()));
        } catch (RefusedRepositoryException e) {
            throw new SourceFailure("the repository " + e.getMessage(), false, null, e);
        }
    }

    private GitRepository open(Connection connection) throws IOException, SourceFailure {
        return isRemote(connection)
                ? mirrors.open(connection.sourceId(), Remote.of(connection.config(), connection.credentials()))
                : repositories.open(connection.config().path("path").asText());
    }

    private static boolean isRemote(Connection connection) {
        return connection.config().hasNonNull("url");
    }

    private static List<String> branches(Connection connection) {
        List<String> branches = new ArrayList<>();
        connection.config().path("branches").forEach(branch -> branches.add(branch.asText()));
        return branches;
    }
}
