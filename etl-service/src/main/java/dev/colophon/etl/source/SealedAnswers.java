package dev.colophon.etl.source;

import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.idempotency.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Seals answers that are kept under an {@code Idempotency-Key}, because they may show the secret of a source's webhooks.
 * Where no keys are set there are no such secrets either.
 */
@Component
@Primary
class SealedAnswers implements IdempotencyStore {

    private final IdempotencyStore store;
    private final SourceCredentials credentials;

    SealedAnswers(@Qualifier("idempotencyStore") IdempotencyStore store, SourceCredentials credentials) {
        this.store = store;
        this.credentials = credentials;
    }

    @Override
    public Mono<Claim> begin(UUID clientId, String key, String fingerprint) {
        return store.begin(clientId, key, fingerprint)
                .map(claim -> claim instanceof Claim.Answered answered
                        ? new Claim.Answered(opened(answered.answer(), purpose(clientId, key)))
                        : claim);
    }

    @Override
    public Mono<Void> complete(UUID clientId, String key, StoredAnswer answer) {
        return store.complete(clientId, key, sealed(answer, purpose(clientId, key)));
    }

    @Override
    public Mono<Void> abandon(UUID clientId, String key) {
        return store.abandon(clientId, key);
    }

    private StoredAnswer sealed(StoredAnswer answer, String purpose) {
        SecretBox box = box();
        return box == null || answer.body().length == 0 ? answer : with(answer, box.seal(text(answer), purpose));
    }

    private StoredAnswer opened(StoredAnswer answer, String purpose) {
        SecretBox box = box();
        String text = text(answer);
        return box == null || !text.startsWith("v1.") ? answer : with(answer, box.open(text, purpose));
    }

    private @Nullable SecretBox box() {
        return credentials.canSeal() ? credentials.box() : null;
    }

    private static String text(StoredAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static StoredAnswer with(StoredAnswer answer, String body) {
        return new StoredAnswer(answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String purpose(UUID clientId, String key) {
        return "answer/" + clientId + "/" + key;
    }
}
