package dev.colophon.embedding.work;

import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.messaging.replay.ReplayBrake;
import dev.colophon.messaging.replay.ReplayBrake.Reason;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Has replays pause whose money is used up: what they caused waits, no attempt is spent, and nothing fails. */
@Component
class SpentReplays {

    private static final String REPLAY = "replay";

    private final ReplayBrake brake;

    SpentReplays(ReplayBrake brake) {
        this.brake = brake;
    }

    /** @param limit that was in the way: the replay's own, or one of the client's in which that does not help */
    Mono<Void> hold(UUID replayId, Numbers limit) {
        boolean own = REPLAY.equals(limit.scope());
        String detail = own
                ? "Embeddings cost what was set aside for the replay"
                : "The budget of the " + limit.scope() + " for the " + limit.period() + " is used up";
        return brake.hold(replayId, own ? Reason.CAP_REACHED : Reason.OVER_BUDGET, detail, figures(limit));
    }

    static Map<String, BigDecimal> figures(Numbers limit) {
        Map<String, BigDecimal> figures = new HashMap<>();
        put(figures, "cap", limit.limit());
        put(figures, "spent", limit.spent());
        put(figures, "reserved", limit.reserved());
        put(figures, "requested", limit.requested());
        return figures;
    }

    private static void put(Map<String, BigDecimal> figures, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            figures.put(name, amount);
        }
    }
}
