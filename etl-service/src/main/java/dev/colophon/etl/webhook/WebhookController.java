package dev.colophon.etl.webhook;

import dev.colophon.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where sources tell of changes. The signature is the proof of who tells; there is no API key. */
@RestController
@Tag(name = "Webhooks")
class WebhookController {

    private static final Set<String> NEVER_KEPT = Set.of("authorization", "cookie", "proxy-authorization");
    private static final int MAX_HEADER = 2_000;

    private static final long LARGE = DataSize.ofMegabytes(1).toBytes();
    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final Webhooks webhooks;
    private final WebhookProperties settings;
    private final Semaphore large;

    WebhookController(Webhooks webhooks, WebhookProperties settings) {
        this.webhooks = webhooks;
        this.settings = settings;
        this.large = new Semaphore(settings.largeAtOnce());
    }

    /**
     * What became of a delivery.
     *
     * @param status {@code accepted}; {@code seen} where it came before; {@code paused} where the source rests
     */
    record Received(String status) {}

    @PostMapping("/api/v1/webhooks/{type}/{source_id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @SecurityRequirements
    @Operation(summary = "Takes in what a source tells, signed with the secret of its webhooks")
    Mono<Received> receive(
            @PathVariable String type, @PathVariable("source_id") UUID sourceId, ServerHttpRequest request) {
        Map<String, String> headers = headers(request.getHeaders());
        String secret = request.getQueryParams().getFirst("secret");
        if (secret != null) {
            headers.put(WebhookReader.SECRET_IN_ADDRESS, secret);
        }
        Mono<Received> taken = body(request)
                .flatMap(body -> webhooks.receive(type, sourceId, headers, body))
                .map(Received::new);
        long announced = request.getHeaders().getContentLength();
        return announced >= 0 && announced <= LARGE ? taken : oneOfFew(taken);
    }

    private Mono<Received> oneOfFew(Mono<Received> taken) {
        return Mono.defer(() -> large.tryAcquire()
                ? taken.doFinally(signal -> large.release())
                : Mono.error(ProblemException.unavailable("Too many large deliveries at once", COME_AGAIN)));
    }

    private Mono<byte[]> body(ServerHttpRequest request) {
        return DataBufferUtils.join(
                        request.getBody(), Math.toIntExact(settings.maxBody().toBytes()))
                .map(WebhookController::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> ProblemException.tooLarge(
                                "A delivery has at most " + settings.maxBody().toMegabytes() + " MB"));
    }

    private static Map<String, String> headers(HttpHeaders given) {
        Map<String, String> headers = new TreeMap<>();
        given.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NEVER_KEPT.contains(lower)
                    && !values.isEmpty()
                    && values.get(0).length() <= MAX_HEADER) {
                headers.put(lower, values.get(0));
            }
        });
        return headers;
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
