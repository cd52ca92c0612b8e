package dev.colophon.usage.gateway;

import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client's gateway as it is asked about keys and costs; these questions go to its root, beside {@code /v1}. */
record Gateway(Integration account, Credentials credentials) {

    /** Less than callers wait for an answer of ours. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String PROTOCOL = "/v1";

    /** @throws IllegalArgumentException where the integration names no address */
    URI at(String path) {
        String base = account.baseUrl();
        if (base == null) {
            throw new IllegalArgumentException("base_url is missing");
        }
        String root = base.replaceFirst("/+$", "");
        return URI.create(
                (root.endsWith(PROTOCOL) ? root.substring(0, root.length() - PROTOCOL.length()) : root) + path);
    }

    Duration timeout() {
        Duration configured = account.performance().timeout();
        return configured == null || configured.compareTo(PATIENCE) > 0 ? PATIENCE : configured;
    }

    /** Host and port, for messages. */
    String address() {
        URI address = at("");
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    /** Text of the gateway without the key, should it say it back. */
    @Nullable
    String withoutKey(@Nullable String text) {
        String key = credentials.apiKey();
        return text == null || key == null ? text : text.replace(key, "***");
    }
}
