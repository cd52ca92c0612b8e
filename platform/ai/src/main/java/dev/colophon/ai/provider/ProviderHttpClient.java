package dev.colophon.ai.provider;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * langchain4j's port over the JDK's client. Unlike langchain4j's own it keeps {@code Retry-After} of a refusal, and the
 * body of a refusal, which may quote the request, goes no further. Follows no redirects: a key is for one host.
 *
 * <p>Streams are read on the thread that asks: interrupting it breaks the connection off, also before the first token.
 * Silence for as long as the timeout ends them.
 */
final class ProviderHttpClient implements HttpClient {

    private static final int REFUSAL_READ = 20_000;

    /** Makes of a success's body what is wanted of it, while it comes. */
    @FunctionalInterface
    interface BodyReader<T> {

        /** @param contentType in lower case; empty where the provider did not say */
        T read(InputStream body, String contentType) throws IOException;
    }

    private final java.net.http.HttpClient client;
    private final Duration readTimeout;
    private final Clock clock;
    private final AddressRule addresses;
    private final Map<String, String> headers;

    /** @param headers sent with every request, beside the request's own */
    ProviderHttpClient(
            java.net.http.HttpClient client,
            Duration readTimeout,
            Clock clock,
            AddressRule addresses,
            Map<String, String> headers) {
        this.client = client;
        this.readTimeout = readTimeout;
        this.clock = clock;
        this.addresses = addresses;
        this.headers = Map.copyOf(headers);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        byte[] body = response.body();
        if (!isSuccess(response)) {
            throw refused(response, body);
        }
        return successful(response, body);
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    send(request, HttpResponse.BodyHandlers.ofPublisher());
            try (InputStream body = new StreamedBody(response.body(), readTimeout)) {
                if (!isSuccess(response)) {
                    throw refused(response, body.readNBytes(REFUSAL_READ));
                }
                listener.onOpen(successful(response, null));
                parser.parse(body, listener);
                listener.onClose();
            }
        } catch (HttpTimeoutException e) {
            listener.onError(new TimeoutException(e));
        } catch (IOException | RuntimeException e) {
            listener.onError(e);
        }
    }

    /** Asks, and reads a success's body on the thread that asks; nothing of it is kept but what the reader makes of it. */
    <T> T read(HttpRequest request, BodyReader<T> reader) {
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                send(request, HttpResponse.BodyHandlers.ofPublisher());
        try (InputStream body = new StreamedBody(response.body(), readTimeout)) {
            if (!isSuccess(response)) {
                throw refused(response, body.readNBytes(REFUSAL_READ));
            }
            String contentType = response.headers().firstValue("Content-Type").orElse("");
            return reader.read(body, contentType.toLowerCase(Locale.ROOT));
        } catch (HttpTimeoutException e) {
            throw ProviderFailure.tooSlow(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(translated(request), body);
        } catch (HttpTimeoutException e) {
            throw new TimeoutException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a provider", e);
        }
    }

    private java.net.http.HttpRequest translated(HttpRequest request) {
        URI address = URI.create(request.url());
        allow(address);
        java.net.http.HttpRequest.Builder builder =
                java.net.http.HttpRequest.newBuilder(address).timeout(readTimeout);
        if ("http".equals(address.getScheme())) {
            // without TLS the JDK would ask every server to upgrade to HTTP/2
            builder.version(java.net.http.HttpClient.Version.HTTP_1_1);
        }
        headers.forEach(builder::header);
        Optional.ofNullable(RequestId.current()).ifPresent(id -> builder.header(RequestId.HEADER, id.toString()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        java.net.http.HttpRequest.BodyPublisher body = request.body() == null
                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                : java.net.http.HttpRequest.BodyPublishers.ofString(request.body());
        return builder.method(request.method().name(), body).build();
    }

    private void allow(URI address) {
        try {
            addresses.check(address);
        } catch (RuntimeException e) {
            throw new UnreachableAddressException(e);
        }
    }

    private RefusedRequestException refused(HttpResponse<?> response, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return new RefusedRequestException(response.statusCode(), RetryAfter.of(response.headers(), text, clock));
    }

    private static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }

    private static SuccessfulHttpResponse successful(
            HttpResponse<?> response, byte @org.jspecify.annotations.Nullable [] body) {
        SuccessfulHttpResponse.Builder builder = SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map());
        return body == null ? builder.build() : builder.body(body).build();
    }
}
