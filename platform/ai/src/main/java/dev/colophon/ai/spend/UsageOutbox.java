package dev.colophon.ai.spend;

import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.work.ReplayContext;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Tells the account book of attempts beside the answer, which waits for nobody's bookkeeping: an attempt that is not told
 * of, because the process died, leaves its reservation, which expires as unconfirmed.
 */
public final class UsageOutbox {

    private static final Logger LOG = LoggerFactory.getLogger(UsageOutbox.class);
    private static final Retry RETRY = Retry.backoff(5, Duration.ofMillis(200));

    private final Outbox outbox;

    public UsageOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Returns at once. */
    public void tell(AiUsageObserved observed) {
        tell(observed, null);
    }

    /**
     * Returns before anything is written down, for an answer is on its way on this thread; what was used is told of as the
     * replay's where one caused it.
     */
    public void tell(AiUsageObserved observed, @Nullable UUID replayId) {
        outbox.appendAlone(observed.clientId().value(), observed)
                .retryWhen(RETRY)
                .subscribeOn(Schedulers.parallel())
                .contextWrite(replayId == null ? Function.identity() : ReplayContext.of(replayId))
                .contextCapture()
                .subscribe(
                        nothing -> {},
                        error -> LOG.error(
                                "attempt {} of client {} could not be told of; what was reserved for it will expire as"
                                        + " unconfirmed",
                                observed.attemptId(),
                                observed.clientId(),
                                error));
    }
}
