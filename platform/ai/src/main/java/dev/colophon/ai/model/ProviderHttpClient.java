package dev.colophon.ai.model;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * langchain4j's port over the JDK's client. Unlike langchain4j's own it keeps {@code Retry-After} of a refusal, and the
 * body of a refusal, which may quote the request, goes no further. Follows no redirects: a key is for one host.
 */
final class ProviderHttpClient implements HttpClient {

    private final java.net.http.HttpClient client;
    private final Duration readTimeout;
    private final Clock clock;

    private ProviderHttpClient(java.net.http.HttpClient client, Duration readTimeout, Clock clock) {
        this.client = client;
        this.readTimeout = readTimeout;
        this.clock = clock;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<byte[]> response = send(request);
        byte[] body = response.body();
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            String text = new String(body, StandardCharsets.UTF_8);
            throw new RefusedRequestException(response.statusCode(), RetryAfter.of(response.headers(), text, clock));
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(body)
                .build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(translated(request), HttpResponse.BodyHandlers.ofByteArray());
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
        java.net.http.HttpRequest.Builder builder =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(readTimeout);
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        java.net.http.HttpRequest.BodyPublisher body = request.body() == null
                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                : java.net.http.HttpRequest.BodyPublishers.ofString(request.body());
        return builder.method(request.method().name(), body).build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedFeatureException("Streaming is not offered by the fallback chain");
    }

    /** Builds clients; the timeouts are those of its provider. */
    static final class Builder implements HttpClientBuilder {

        private final Clock clock;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration readTimeout = Duration.ofSeconds(30);

        Builder(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Duration connectTimeout() {
            return connectTimeout;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            connectTimeout = Optional.ofNullable(timeout).orElse(connectTimeout);
            return this;
        }

        @Override
        public Duration readTimeout() {
            return readTimeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            readTimeout = Optional.ofNullable(timeout).orElse(readTimeout);
            return this;
        }

        @Override
        public HttpClient build() {
            return new ProviderHttpClient(
                    java.net.http.HttpClient.newBuilder()
                            .connectTimeout(connectTimeout)
                            .build(),
                    readTimeout,
                    clock);
        }
    }
}
