package dev.colophon.web.idempotency;

import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Remembers for 24 hours what was answered under an {@code Idempotency-Key}. Of several requests that begin with the same
 * key at the same time, on whichever instance, exactly one gets {@link Claim.Begun}.
 */
public interface IdempotencyStore {

    /**
     * Claims a key.
     *
     * @param fingerprint of the request; the same key with another one is a {@link Claim.Mismatch}
     */
    Mono<Claim> begin(UUID clientId, String key, String fingerprint);

    /** Keeps the answer of the request that began with this key. */
    Mono<Void> complete(UUID clientId, String key, StoredAnswer answer);

    /** Frees a key whose request came to nothing, so that it may be tried again. */
    Mono<Void> abandon(UUID clientId, String key);

    /** What became of {@link #begin}. */
    sealed interface Claim {

        /** The key was free and is now held by this request. */
        record Begun() implements Claim {}

        /** The same request was answered before. */
        record Answered(StoredAnswer answer) implements Claim {}

        /** The same request is being worked on; a claim older than a minute is given to the next who asks. */
        record InProgress() implements Claim {}

        /** The key belongs to another request. */
        record Mismatch() implements Claim {}
    }
}
