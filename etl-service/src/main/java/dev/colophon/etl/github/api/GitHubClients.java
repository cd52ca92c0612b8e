package dev.colophon.etl.github.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.etl.connector.RemoteHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens clients; runs and deliveries of one installation share its token. */
@Component
public class GitHubClients {

    private record Installation(URI base, GitHubCredentials.App app) {}

    private final RemoteHttp http;
    private final GitHubProperties settings;
    private final Clock clock;
    private final Cache<Installation, TokenSource> installations = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofHours(2))
            .maximumSize(1_000)
            .build();

    public GitHubClients(RemoteHttp http, GitHubProperties settings, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    /** A client that does not wait. */
    public GitHubClient open(URI base, GitHubCredentials credentials) {
        return new GitHubClient(http, base, tokens(base, credentials), settings, clock);
    }

    /** A client that waits where a limit is met. */
    public PatientClient open(URI base, GitHubCredentials credentials, Patience patience) {
        return new PatientClient(open(base, credentials), settings, patience);
    }

    /** A client that calls as the app itself and not as its installation; null where the credentials are no app's. */
    public @Nullable PatientClient openAsApp(URI base, GitHubCredentials credentials, Patience patience) {
        GitHubCredentials.App app = credentials.app();
        return app == null
                ? null
                : new PatientClient(
                        new GitHubClient(http, base, new AppProof(app, clock), settings, clock), settings, patience);
    }

    private TokenSource tokens(URI base, GitHubCredentials credentials) {
        GitHubCredentials.App app = credentials.app();
        if (app == null) {
            String token = credentials.token();
            return () -> token;
        }
        return installations.get(
                new Installation(base, app), ignored -> new AppTokens(http, base, app, settings.apiVersion(), clock));
    }
}
