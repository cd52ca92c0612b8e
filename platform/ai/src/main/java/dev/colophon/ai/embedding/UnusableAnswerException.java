package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.provider.ProviderFailure;

/** An answer of whose vectors none can be told which text it is of, or what it says. */
final class UnusableAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnusableAnswerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static UnusableAnswerException miscounted(int vectors, int texts) {
        return new UnusableAnswerException(
                vectors < texts ? Reason.FEWER_VECTORS : Reason.MORE_VECTORS,
                "the provider sent " + vectors + " vectors for " + texts + " texts");
    }

    ProviderFailure asFailure() {
        return ProviderFailure.unusable(String.valueOf(getMessage()), this);
    }

    Rejected outcome() {
        return new Rejected(reason, String.valueOf(getMessage()));
    }
}
