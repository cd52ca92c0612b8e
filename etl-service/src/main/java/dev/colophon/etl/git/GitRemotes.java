package dev.colophon.etl.git;

import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.web.outbound.OutboundUrls;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Talks to git servers over HTTP. Every address is checked before it is connected to, redirects are not followed, and
 * credentials are sent with requests and written nowhere.
 */
@Component
class GitRemotes {

    private static final RefSpec BRANCHES = new RefSpec("+refs/heads/*:refs/heads/*");
    private static final int SILENCE_SECONDS = 60;

    private final OutboundUrls urls;
    private final MirrorProperties settings;

    GitRemotes(OutboundUrls urls, MirrorProperties settings) {
        this.urls = urls;
        this.settings = settings;
    }

    /** How many branches there are. */
    int branches(Remote remote) throws SourceFailure {
        FetchGuard guard = new FetchGuard(urls, settings);
        try (Repository nowhere = new InMemoryRepository(new DfsRepositoryDescription("nowhere"))) {
            withoutRedirects(nowhere.getConfig());
            try (TransportHttp transport = transport(nowhere, remote, guard);
                    FetchConnection connection = transport.openFetch(List.of(BRANCHES))) {
                Collection<Ref> refs = connection.getRefs();
                return (int) refs.stream()
                        .filter(ref -> ref.getName().startsWith(Constants.R_HEADS))
                        .count();
            }
        } catch (IOException | URISyntaxException e) {
            throw failure(remote, guard, e);
        }
    }

    /** Brings a bare repository to where its remote is: branches that are gone are gone, rewritten ones are rewritten. */
    long fetch(Repository mirror, Remote remote) throws SourceFailure {
        FetchGuard guard = new FetchGuard(urls, settings);
        try (TransportHttp transport = transport(mirror, remote, guard)) {
            transport.setRemoveDeletedRefs(true);
            transport.setTagOpt(TagOpt.NO_TAGS);
            point(mirror, transport.fetch(guard, List.of(BRANCHES)));
            return guard.bytes();
        } catch (IOException | URISyntaxException e) {
            throw failure(remote, guard, e);
        }
    }

    static void withoutRedirects(StoredConfig config) {
        config.setString("http", null, "followRedirects", "false");
    }

    private TransportHttp transport(Repository repository, Remote remote, FetchGuard guard)
            throws IOException, URISyntaxException {
        Transport transport = Transport.open(repository, new URIish(remote.url().toString()));
        if (!(transport instanceof TransportHttp http)) {
            transport.close();
            throw new FetchGuard.BoundException("the address must begin with https://");
        }
        http.setHttpConnectionFactory(guard);
        http.setTimeout(
                (int) Math.max(1, Math.min(SILENCE_SECONDS, settings.maxTime().toSeconds())));
        String user = remote.user();
        String password = remote.password();
        if (user != null && password != null) {
            http.setPreemptiveBasicAuthentication(user, password);
        }
        return http;
    }

    /** The branch that the remote counts as the first is the one whose documents are read. */
    private static void point(Repository mirror, FetchResult result) throws IOException {
        Ref head = result.getAdvertisedRef(Constants.HEAD);
        if (head != null && head.isSymbolic()) {
            RefUpdate update = mirror.updateRef(Constants.HEAD);
            update.disableRefLog();
            update.link(head.getTarget().getName());
        }
    }

    private static SourceFailure failure(Remote remote, FetchGuard guard, Exception error) {
        String bound = bound(error);
        if (bound != null) {
            return new SourceFailure(bound, false, null, error);
        }
        return switch (guard.status()) {
            case 301, 302, 303, 307, 308 ->
                new SourceFailure("the server sends to another address: give that one as url", false, null, error);
            case 401, 403 ->
                new SourceFailure(
                        remote.user() == null
                                ? "the server asks for credentials"
                                : "the server refuses the credentials",
                        false,
                        null,
                        error);
            case 404, 410 ->
                new SourceFailure(
                        "there is no repository at this address, or these credentials do not show it",
                        false,
                        null,
                        error);
            default -> new SourceFailure("the repository cannot be fetched now", true, null, error);
        };
    }

    private static @Nullable String bound(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof FetchGuard.BoundException) {
                return cause.getMessage();
            }
        }
        return null;
    }
}
