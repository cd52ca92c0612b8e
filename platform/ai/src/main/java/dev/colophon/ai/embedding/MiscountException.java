package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.provider.ProviderFailure;

/** An answer with another number of vectors than texts: of none can be told which text it is of. */
final class MiscountException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MiscountException(int vectors, int texts) {
        super("the provider sent " + vectors + " vectors for " + texts + " texts");
    }

    ProviderFailure asFailure() {
        return ProviderFailure.unusable(String.valueOf(getMessage()), this);
    }

    Rejected outcome() {
        return new Rejected(Reason.COUNT, String.valueOf(getMessage()));
    }
}
