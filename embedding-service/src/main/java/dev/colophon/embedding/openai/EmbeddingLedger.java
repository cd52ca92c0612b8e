package dev.colophon.embedding.openai;

import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.util.retry.Retry;

/**
 * Tells the account book of attempts, beside the answer, which waits for nobody's bookkeeping: an attempt that is not told
 * of, because the process died, leaves its reservation, which expires as unconfirmed.
 */
@Component
class EmbeddingLedger {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingLedger.class);
    private static final Retry RETRY = Retry.backoff(5, Duration.ofMillis(200));

    private final ClientTransactions transactions;
    private final Outbox outbox;

    EmbeddingLedger(ClientTransactions transactions, Outbox outbox) {
        this.transactions = transactions;
        this.outbox = outbox;
    }

    void tell(AiUsageObserved observed) {
        transactions
                .inClient(observed.clientId().value(), outbox.append(observed))
                .retryWhen(RETRY)
                .subscribe(
                        nothing -> {},
                        error -> log.error(
                                "attempt {} of client {} could not be told of",
                                observed.attemptId(),
                                observed.clientId(),
                                error));
    }
}
