package dev.colophon.web.idempotency;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The place that a request's answer is kept in. What it does is done: a failure to keep the answer fails no request. */
record KeptAnswer(IdempotencyStore store, UUID clientId, String key) {

    private static final Logger log = LoggerFactory.getLogger(KeptAnswer.class);

    Mono<Void> keep(StoredAnswer answer) {
        return store.complete(clientId, key, answer).onErrorResume(error -> unkept("keep an answer", error));
    }

    Mono<Void> free() {
        return store.abandon(clientId, key).onErrorResume(error -> unkept("free a key", error));
    }

    private Mono<Void> unkept(String what, Throwable error) {
        log.warn("cannot {} of client {}: {}", what, clientId, error.toString());
        return Mono.empty();
    }
}
