package dev.colophon.metadata.chat;

import dev.colophon.ai.model.AiMetrics;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.util.retry.Retry;

/**
 * Tells the account book of attempts. It does so beside the answer, which waits for nobody's bookkeeping: an attempt that
 * is not told of, because the process died, leaves its reservation, which expires as unconfirmed.
 */
@Component
class ChatLedger {

    private static final Logger log = LoggerFactory.getLogger(ChatLedger.class);
    private static final Retry RETRY = Retry.backoff(5, Duration.ofMillis(200));

    private final ClientTransactions transactions;
    private final Outbox outbox;
    private final AiMetrics metrics;

    ChatLedger(ClientTransactions transactions, Outbox outbox, AiMetrics metrics) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Listens to the attempts that {@code payer} pays for. */
    AttemptListener of(SpendContext payer) {
        return (attempt, target) -> {
            metrics.ended(attempt, target);
            tell(UsageObservations.of(payer, attempt));
        };
    }

    void tell(AiUsageObserved observed) {
        transactions
                .inClient(observed.clientId().value(), outbox.append(observed))
                .retryWhen(RETRY)
                .subscribe(
                        nothing -> {},
                        error -> log.error(
                                "attempt {} of client {} could not be told of; its reservation will expire as unconfirmed",
                                observed.attemptId(),
                                observed.clientId(),
                                error));
    }
}
