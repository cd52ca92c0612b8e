package dev.colophon.messaging.replay;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Stops a replay whose money is used up, for whoever finds that out. */
public interface ReplayBrake {

    /** What is used up. */
    enum Reason {
        /** The replay's own allowance. */
        CAP_REACHED,
        /** The client's budget, in which the allowance does not help. */
        OVER_BUDGET
    }

    /**
     * Pauses the replay and holds its work back until somebody resumes it; of a replay that is none of this service's, or
     * that does not run, nothing changes. The caller spends no attempt and gives its own work back.
     *
     * @param detail for people
     * @param numbers {@code cap}, {@code spent}, {@code reserved} and {@code requested} as far as known, in US dollars
     */
    Mono<Void> hold(UUID replayId, Reason reason, String detail, Map<String, BigDecimal> numbers);
}
