package dev.colophon.ai.provider;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One pool of connections for all providers of a process; every account gets clients with its own timeout and headers. */
public final class ProviderConnections {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
            .build();
    private final Clock clock;
    private final AddressRule addresses;

    /** @param addresses asked before every request, so that a name that resolves anew cannot lead inside */
    public ProviderConnections(Clock clock, AddressRule addresses) {
        this.clock = clock;
        this.addresses = addresses;
    }

    ProviderHttpClient client(Duration timeout, Map<String, String> headers) {
        return new ProviderHttpClient(client, timeout, clock, addresses, headers);
    }

    /** For langchain4j's own models, which build their client themselves. */
    public HttpClientBuilder builder() {
        return new Builder();
    }

    /** Builds clients on the shared pool; the timeout is that of the model. */
    private final class Builder implements HttpClientBuilder {

        private Duration readTimeout = Duration.ofSeconds(30);

        @Override
        public Duration connectTimeout() {
            return CONNECT_TIMEOUT;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
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
            return client(readTimeout, Map.of());
        }
    }
}
