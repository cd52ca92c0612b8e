package dev.colophon.etl.connector;

import dev.colophon.web.outbound.OutboundUrls;
import dev.colophon.web.outbound.RefusedUrlException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls the services that sources are. Every address is checked before it is connected to, also those that the remote
 * names; redirects are followed within one host only; answers are read whole, up to a limit, within a time. Calls that a
 * gateway refuses (502, 503, 504 without {@code Retry-After}) or that get no answer are made again after a pause, so
 * whatever is sent must bear being sent twice. All other answers are the caller's to judge.
 */
@Component
public class RemoteHttp {

    private static final Set<Integer> PASSING = Set.of(502, 503, 504);
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 307, 308);
    private static final int MAX_REDIRECTS = 5;
    private static final String USER_AGENT = "Colophon";

    private final OutboundUrls urls;
    private final RemoteProperties settings;
    private final HttpClient client;

    public RemoteHttp(OutboundUrls urls, RemoteProperties settings) {
        this.urls = urls;
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /**
     * An answer, whatever its status.
     *
     * @param url that gave it, after redirects
     */
    public record Reply(int status, HttpHeaders headers, byte[] body, URI url) {

        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** An address that must not be called, as the remote or the configuration names it. */
    public static final class RefusedAddressException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedAddressException(String message) {
            super(message);
        }
    }

    public Reply get(URI url, Map<String, String> headers) throws IOException, InterruptedException {
        return send("GET", url, headers, null);
    }

    public Reply post(URI url, Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        return send("POST", url, headers, body);
    }

    /**
     * Calls, again where that may help.
     *
     * @throws RefusedAddressException for an address that must not be called
     * @throws IOException where no attempt got an answer, or one that is too large
     */
    public Reply send(String method, URI url, Map<String, String> headers, byte @Nullable [] body)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt >= settings.attempts();
            try {
                Reply reply = withinHost(method, url, headers, body);
                if (last
                        || !PASSING.contains(reply.status())
                        || reply.header("retry-after").isPresent()) {
                    return reply;
                }
            } catch (RefusedAddressException | BoundedBody.TooLargeException e) {
                throw e;
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            Thread.sleep(pauseAfter(attempt).toMillis());
        }
    }

    private Reply withinHost(String method, URI url, Map<String, String> headers, byte @Nullable [] body)
            throws IOException, InterruptedException {
        URI at = url;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            Reply reply = once(method, at, headers, body);
            Optional<String> location = reply.header("location");
            if (!ELSEWHERE.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            URI next = resolved(at, location.get());
            if (!sameOrigin(url, next)) {
                throw new RefusedAddressException(url.getHost() + " redirects to another host, " + next.getHost());
            }
            at = next;
        }
        throw new RefusedAddressException(url.getHost() + " redirects in circles");
    }

    private Reply once(String method, URI url, Map<String, String> headers, byte @Nullable [] body)
            throws IOException, InterruptedException {
        try {
            urls.check(url);
        } catch (RefusedUrlException e) {
            throw new RefusedAddressException("The address " + e.getMessage());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(settings.timeout())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("User-Agent", USER_AGENT);
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BoundedBody.upTo(settings.maxAnswer()));
        try {
            HttpResponse<byte[]> response = answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), response.headers(), response.body(), url);
        } catch (TimeoutException e) {
            throw new IOException(url.getHost() + " did not answer within " + settings.timeout(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BoundedBody.TooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new IOException(url.getHost() + " cannot be reached: " + reason(e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    /** How long an answer asks to be left alone: in seconds or until a date. */
    public static Optional<Duration> retryAfter(Reply reply, Instant now) {
        return reply.header("retry-after").flatMap(value -> RetryAfter.of(value, now));
    }

    /** Whether two addresses differ in their paths at most. */
    public static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(String.valueOf(other.getScheme()))
                && one.getHost().equalsIgnoreCase(String.valueOf(other.getHost()))
                && port(one) == port(other);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static URI resolved(URI base, String location) throws RefusedAddressException {
        try {
            return base.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new RefusedAddressException(base.getHost() + " redirects to what is no address");
        }
    }

    private Duration pauseAfter(int attempt) {
        long pause = settings.firstPause().toMillis() << Math.min(attempt - 1, 6);
        return Duration.ofMillis((long) (pause * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }

    private static String reason(@Nullable Throwable cause) {
        Throwable told = cause;
        while (told != null && told.getMessage() == null && told.getCause() != null) {
            told = told.getCause();
        }
        return told == null
                ? "no reason given"
                : told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
    }
}
