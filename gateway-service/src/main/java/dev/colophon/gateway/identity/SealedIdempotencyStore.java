package dev.colophon.gateway.identity;

import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.idempotency.StoredAnswer;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Seals bodies on their way into the store, because they may show an API key. */
final class SealedIdempotencyStore implements IdempotencyStore {

    private final IdempotencyStore store;
    private final AnswerSeal seal;

    SealedIdempotencyStore(IdempotencyStore store, AnswerSeal seal) {
        this.store = store;
        this.seal = seal;
    }

    @Override
    public Mono<Claim> begin(UUID clientId, String key, String fingerprint) {
        return store.begin(clientId, key, fingerprint)
                .map(claim -> claim instanceof Claim.Answered answered
                        ? new Claim.Answered(withBody(
                                answered.answer(), seal.open(answered.answer().body())))
                        : claim);
    }

    @Override
    public Mono<Void> complete(UUID clientId, String key, StoredAnswer answer) {
        return store.complete(clientId, key, withBody(answer, seal.seal(answer.body())));
    }

    @Override
    public Mono<Void> abandon(UUID clientId, String key) {
        return store.abandon(clientId, key);
    }

    private static StoredAnswer withBody(StoredAnswer answer, byte[] body) {
        return new StoredAnswer(answer.status(), answer.headers(), body);
    }
}
