package dev.colophon.web.idempotency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Keeps a successful answer before it is sent; frees the key of any other. A stream is sent and not kept. */
final class RecordedResponse extends ServerHttpResponseDecorator {

    private static final List<String> REPEATED = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION);

    private final KeptAnswer kept;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final Sinks.Empty<Void> left = Sinks.empty();
    private volatile boolean isLeft;

    RecordedResponse(ServerHttpResponse response, KeptAnswer kept) {
        super(response);
        this.kept = kept;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        if (!isSuccess()) {
            return abandon().then(super.writeWith(body));
        }
        return DataBufferUtils.join(Flux.from(body))
                .map(IdempotencyFilter::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(bytes -> keep(bytes).then(super.writeWith(Mono.fromSupplier(() -> bufferFactory()
                        .wrap(bytes)))));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return abandon().then(super.writeAndFlushWith(body)).takeUntilOther(left.asMono());
    }

    /** The client has gone: ends a stream that is being sent, or would be. */
    void leave() {
        isLeft = true;
        left.tryEmitEmpty();
    }

    boolean isLeft() {
        return isLeft;
    }

    /** Settles the key where nothing was written. */
    Mono<Void> finish() {
        return isSuccess() ? keep(new byte[0]) : abandon();
    }

    Mono<Void> abandon() {
        return decided.compareAndSet(false, true) ? kept.free() : Mono.empty();
    }

    private Mono<Void> keep(byte[] body) {
        return decided.compareAndSet(false, true)
                ? kept.keep(new StoredAnswer(status(), repeatedHeaders(), body))
                : Mono.empty();
    }

    private Map<String, List<String>> repeatedHeaders() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : REPEATED) {
            List<String> values = getHeaders().get(name);
            if (values != null) {
                headers.put(name, List.copyOf(values));
            }
        }
        return headers;
    }

    private boolean isSuccess() {
        return HttpStatusCode.valueOf(status()).is2xxSuccessful();
    }

    private int status() {
        @Nullable HttpStatusCode status = getStatusCode();
        return status == null ? 200 : status.value();
    }
}
