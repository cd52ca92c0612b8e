package dev.colophon.web.idempotency;

import dev.colophon.web.idempotency.IdempotencyStore.Claim;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.CallerArgumentResolver;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes a repeated POST harmless: under the same {@code Idempotency-Key} the first successful answer is given again, with
 * {@code Idempotency-Replayed: true}. A key used for another request is a {@code 422}, one whose request is still being
 * worked on a {@code 409}. A request that failed frees its key.
 */
public final class IdempotencyFilter implements WebFilter, Ordered {

    public static final String KEY_HEADER = "Idempotency-Key";
    public static final String REPLAYED_HEADER = "Idempotency-Replayed";

    private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);

    /** After security, which knows the caller. */
    private static final int ORDER = -50;

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final IdempotencyStore store;
    private final List<PathPattern> paths;
    private final int maxBody;

    public IdempotencyFilter(IdempotencyStore store, IdempotencyProperties properties) {
        this.store = store;
        this.paths = properties.paths().stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
        this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String key = exchange.getRequest().getHeaders().getFirst(KEY_HEADER);
        if (key == null || !isCovered(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        if (!KEY.matcher(key).matches()) {
            return Mono.error(ProblemException.badRequest(
                    "The idempotency key cannot be used",
                    new FieldError(KEY_HEADER, "must be 1 to 255 visible ASCII characters")));
        }
        return CallerArgumentResolver.callerOf(exchange)
                .map(caller -> once(caller, key, exchange, chain))
                .defaultIfEmpty(chain.filter(exchange))
                .flatMap(answer -> answer);
    }

    private boolean isCovered(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return request.getMethod() == HttpMethod.POST && paths.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private Mono<Void> once(Caller caller, String key, ServerWebExchange exchange, WebFilterChain chain) {
        return DataBufferUtils.join(exchange.getRequest().getBody(), maxBody)
                .map(IdempotencyFilter::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(
                        body -> store.begin(caller.clientId(), key, Fingerprint.of(caller, exchange.getRequest(), body))
                                .flatMap(claim -> act(claim, caller, key, exchange, chain, body)));
    }

    private Mono<Void> act(
            Claim claim, Caller caller, String key, ServerWebExchange exchange, WebFilterChain chain, byte[] body) {
        if (claim instanceof Claim.Answered answered) {
            return replay(exchange.getResponse(), answered.answer());
        }
        if (claim instanceof Claim.InProgress) {
            return Mono.error(
                    ProblemException.conflict("A request with this idempotency key is still being worked on"));
        }
        if (claim instanceof Claim.Mismatch) {
            return Mono.error(ProblemException.unprocessable(
                    "This idempotency key was used for another request",
                    new FieldError(KEY_HEADER, "must be a new one for a new request")));
        }
        RecordedResponse response =
                new RecordedResponse(exchange.getResponse(), new KeptAnswer(store, caller.clientId(), key));
        ServerWebExchange recorded = exchange.mutate()
                .request(new ReadRequest(exchange.getRequest(), exchange.getResponse(), body))
                .response(response)
                .build();
        return toItsEnd(
                response,
                chain.filter(recorded)
                        .onErrorResume(error -> response.abandon().then(Mono.error(error)))
                        .then(Mono.defer(response::finish)));
    }

    /**
     * Works on where the client leaves: what it asked for may be done already, and it will come for the answer with the same
     * key. A stream ends, as nobody will read it.
     */
    private static Mono<Void> toItsEnd(RecordedResponse response, Mono<Void> work) {
        Mono<Void> untold = work.onErrorResume(error -> response.isLeft(), error -> {
            log.debug("nobody is there to be told: {}", error.toString());
            return Mono.empty();
        });
        return Mono.deferContextual(context ->
                Mono.fromFuture(untold.contextWrite(context).toFuture(), true).doOnCancel(response::leave));
    }

    private static Mono<Void> replay(ServerHttpResponse response, StoredAnswer answer) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        answer.headers().forEach((name, values) -> response.getHeaders().put(name, values));
        response.getHeaders().set(REPLAYED_HEADER, "true");
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
    }

    static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** The request with the body that was already read. */
    private static final class ReadRequest extends ServerHttpRequestDecorator {

        private final ServerHttpResponse response;
        private final byte[] body;

        ReadRequest(ServerHttpRequest request, ServerHttpResponse response, byte[] body) {
            super(request);
            this.response = response;
            this.body = body;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return body.length == 0
                    ? Flux.empty()
                    : Flux.defer(() -> Flux.just(response.bufferFactory().wrap(body)));
        }
    }
}
