package dev.colophon.etl.github.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls one GitHub as one caller, once a call: a limit is an exception and not a wait. No call leaves the configured host.
 * Safe for concurrent use.
 */
public final class GitHubClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_MESSAGE = 300;

    private final RemoteHttp http;
    private final URI base;
    private final TokenSource tokens;
    private final GitHubProperties settings;
    private final Clock clock;

    public GitHubClient(RemoteHttp http, URI base, TokenSource tokens, GitHubProperties settings, Clock clock) {
        this.http = http;
        this.base = base;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /** The address of a path below the API's. */
    public URI at(String path) {
        return URI.create(base + path);
    }

    public Answer get(URI url) throws IOException, InterruptedException, SourceFailure {
        return get(url, null);
    }

    /**
     * @param etag of the state known; null asks in any case
     * @throws LimitedException to try again later
     * @throws RefusalException for every answer without a result
     */
    public Answer get(URI url, @Nullable String etag) throws IOException, InterruptedException, SourceFailure {
        return call("GET", url, etag);
    }

    /** @see #get(URI, String) */
    public Answer post(URI url) throws IOException, InterruptedException, SourceFailure {
        return call("POST", url, null);
    }

    private Answer call(String method, URI url, @Nullable String etag)
            throws IOException, InterruptedException, SourceFailure {
        if (!RemoteHttp.sameOrigin(base, url)) {
            throw SourceFailure.lasting("GitHub names an address on another host, " + url.getHost());
        }
        String token = tokens.token();
        RemoteHttp.Reply reply = http.send(method, url, headers(token, etag), body(method));
        if (reply.status() == 401 && tokens.refused(token)) {
            reply = http.send(method, url, headers(tokens.token(), etag), body(method));
        }
        return judged(reply, etag != null);
    }

    private static byte @Nullable [] body(String method) {
        return method.equals("POST") ? new byte[0] : null;
    }

    private Map<String, String> headers(@Nullable String token, @Nullable String etag) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/vnd.github+json");
        headers.put("X-GitHub-Api-Version", settings.apiVersion());
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        if (etag != null) {
            headers.put("If-None-Match", etag);
        }
        return headers;
    }

    private Answer judged(RemoteHttp.Reply reply, boolean conditional) throws IOException, SourceFailure {
        int status = reply.status();
        if (status == 304 && conditional) {
            return answer(reply, true, MissingNode.getInstance());
        }
        if (status >= 200 && status < 300) {
            return answer(reply, false, reply.body().length == 0 ? MissingNode.getInstance() : read(reply));
        }
        String message = message(reply);
        Optional<RateLimit> limit = RateLimit.of(status, reply::header, message, clock.instant());
        if (limit.isPresent()) {
            Duration pause = limit.get().pauseAfter(0, settings.secondaryPause());
            throw new LimitedException(limit.get(), pause);
        }
        boolean signOn = reply.header("x-github-sso")
                .filter(sso -> sso.contains("required"))
                .isPresent();
        throw new RefusalException(status, message, reply.url(), signOn);
    }

    private static JsonNode read(RemoteHttp.Reply reply) throws IOException {
        try {
            JsonNode body = JSON.readTree(reply.body());
            return body == null ? MissingNode.getInstance() : body;
        } catch (IOException e) {
            throw new IOException(reply.url().getHost() + " did not answer with JSON", e);
        }
    }

    private static String message(RemoteHttp.Reply reply) {
        try {
            String message = JSON.readTree(reply.body()).path("message").asText("");
            return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        } catch (IOException e) {
            return "";
        }
    }

    private Answer answer(RemoteHttp.Reply reply, boolean unchanged, JsonNode body) throws SourceFailure {
        Links links = Links.of(reply.headers().allValues("link"));
        return new Answer(
                unchanged,
                body,
                reply.url(),
                reply.header("etag").orElse(null),
                within(links, "next"),
                within(links, "prev"),
                within(links, "last"),
                reply::header);
    }

    private @Nullable URI within(Links links, String relation) throws SourceFailure {
        String target = links.target(relation).orElse(null);
        if (target == null) {
            return null;
        }
        try {
            URI url = base.resolve(new URI(target));
            if (RemoteHttp.sameOrigin(base, url)) {
                return url;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw SourceFailure.lasting("GitHub names a " + relation + " page that is no address");
        }
        throw SourceFailure.lasting("GitHub names a " + relation + " page on another host");
    }
}
