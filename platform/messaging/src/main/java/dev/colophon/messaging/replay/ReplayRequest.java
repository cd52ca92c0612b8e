package dev.colophon.messaging.replay;

import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemKind;
import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be replayed, and within what limits.
 *
 * @param from the beginning where open
 * @param to exclusive; the end as it is when the replay begins where open
 * @param clientId only this client's events
 * @param projectId only events of this project
 * @param types only payloads of these CloudEvents types; empty for all
 * @param kinds only items of these kinds; empty for all
 * @param force do again what is done already
 * @param maxPerSecond events handled; null for as fast as it goes
 * @param maxCost in US dollars; null for the worst that the estimate says
 * @param reason why, for the audit
 * @param dryRun only find out what it would take
 * @param dryRunId an estimated dry run whose range and estimate to take over
 */
public record ReplayRequest(
        Topic topic,
        Bound from,
        Bound to,
        @Nullable UUID clientId,
        @Nullable UUID projectId,
        Set<String> types,
        Set<ItemKind> kinds,
        boolean force,
        @Nullable Integer maxPerSecond,
        @Nullable BigDecimal maxCost,
        @Nullable String reason,
        boolean dryRun,
        @Nullable UUID dryRunId) {

    public ReplayRequest {
        from = from == null ? Bound.OPEN : from;
        to = to == null ? Bound.OPEN : to;
        types = Set.copyOf(types);
        kinds = Set.copyOf(kinds);
    }

    /** This request with the range and the filters of {@code was}. */
    ReplayRequest within(ReplayRequest was) {
        return new ReplayRequest(
                topic,
                was.from,
                was.to,
                was.clientId,
                was.projectId,
                was.types,
                was.kinds,
                was.force,
                maxPerSecond,
                maxCost,
                reason,
                dryRun,
                dryRunId);
    }
}
