package dev.colophon.usage.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.colophon.usage.trial.TrialWords;
import dev.colophon.web.outbound.OutboundUrls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks gateways that speak as LiteLLM's proxy does. Addresses are checked again before every question, redirects are not
 * followed, money is read as decimals, and no more than a megabyte is read. Never fails: that nothing usable came back is
 * an answer.
 */
@Component
class GatewayClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_READ = 1_000_000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final OutboundUrls urls;

    GatewayClient(OutboundUrls urls) {
        this.urls = urls;
    }

    Mono<GatewayAnswer> get(Gateway gateway, String path) {
        return ask(gateway, path, null);
    }

    Mono<GatewayAnswer> post(Gateway gateway, String path, JsonNode body) {
        return ask(gateway, path, body);
    }

    private Mono<GatewayAnswer> ask(Gateway gateway, String path, @Nullable JsonNode body) {
        Mono<GatewayAnswer> late = Mono.fromSupplier(
                () -> GatewayAnswer.failed(words(gateway, new HttpTimeoutException("no answer in time"))));
        return Mono.fromCallable(() -> answer(gateway, path, body))
                .subscribeOn(Schedulers.boundedElastic())
                // the timeout of a request ends with its headers; this one includes the body
                .timeout(gateway.timeout(), late);
    }

    private GatewayAnswer answer(Gateway gateway, String path, @Nullable JsonNode body) {
        try {
            return asked(gateway, gateway.at(path), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GatewayAnswer.failed("the question was broken off");
        } catch (IOException e) {
            return GatewayAnswer.failed(words(gateway, new UncheckedIOException(e)));
        } catch (RuntimeException e) {
            return GatewayAnswer.failed(words(gateway, e));
        }
    }

    private GatewayAnswer asked(Gateway gateway, URI address, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        urls.check(address);
        HttpResponse<InputStream> response =
                http.send(request(gateway, address, body), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream stream = response.body()) {
            return new GatewayAnswer(response.statusCode(), read(stream.readNBytes(MOST_READ)), null);
        }
    }

    private static HttpRequest request(Gateway gateway, URI address, @Nullable JsonNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(gateway.timeout()).header("Accept", "application/json");
        if ("http".equals(address.getScheme())) {
            // without TLS the JDK would ask every server to upgrade to HTTP/2
            request.version(HttpClient.Version.HTTP_1_1);
        }
        String key = gateway.credentials().apiKey();
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return body == null
                ? request.GET().build()
                : request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String words(Gateway gateway, Exception failure) {
        return new TrialWords(gateway.account(), gateway.timeout()).of(failure);
    }
}
