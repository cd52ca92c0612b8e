package dev.colophon.persistence.work;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Work that outlives the process: rows claimed under a lease with {@code FOR UPDATE SKIP LOCKED}, fairly across clients.
 * Leases are timestamps judged by the database's clock; work whose worker died is due again when its lease has passed.
 */
public interface WorkQueue {

    /**
     * How the work of a replay stands.
     *
     * @param pending waits or is being done
     * @param held waits for the replay to go on
     * @param failed was given up
     */
    record Standing(long pending, long held, long failed) {}

    /**
     * Adds work, in the current transaction. A subject that waits already becomes due as asked with its attempts reset;
     * a claim that someone holds on it is taken away, so that work done on the state before does not count.
     *
     * <p>Within a {@link ReplayContext} it is backfill and belongs to the replay, but for what live work had queued
     * already: that stays live, as does whatever live work queues later.
     */
    Mono<Void> enqueue(Collection<WorkRequest> work);

    /** As {@link #claim(Claim)}: up to {@code limit} items of any weight, with nothing kept for backfill. */
    default Mono<List<WorkItem>> claim(String queue, int limit, Duration lease) {
        return claim(new Claim(queue, limit, Long.MAX_VALUE, 0, lease, Set.of()));
    }

    /**
     * Claims due items by weight, in a transaction of its own. Empty when nothing is due; also when nothing was half a second
     * ago, unless this process put something there since.
     */
    Mono<List<WorkItem>> claim(Claim claim);

    /**
     * Removes finished work, in the current transaction.
     *
     * @return how many were removed: all of them; {@link LeaseLostException} where a lease was lost
     */
    Mono<Integer> complete(Collection<WorkItem> work);

    /** Prolongs leases that are still held, in the current transaction; {@link LeaseLostException} where one was lost. */
    Mono<Void> extend(Collection<WorkItem> work, Duration lease);

    /** Spends an attempt and makes the work due again after {@code backoff}; nothing happens if the lease was lost. */
    Mono<Void> retry(WorkItem work, Duration backoff, String error);

    /** Gives up: the item stays, as failed, until somebody enqueues its subject again. */
    Mono<Void> fail(WorkItem work, String error);

    /** Gives claimed work back without spending an attempt, due again after {@code pause}. */
    Mono<Void> postpone(Collection<WorkItem> work, Duration pause);

    /** Drops the work about subjects that are gone, in the current transaction. */
    Mono<Void> cancel(String queue, Collection<UUID> subjectIds);

    /** Drops all work of a client in a queue, in the current transaction. */
    Mono<Void> cancelAll(String queue, UUID clientId);

    /** How many items of the queue wait, claimed ones included. */
    Mono<Long> depth(String queue);

    /** Lets nobody claim the work of a replay any more; work that somebody has in hand may still be completed. */
    Mono<Long> hold(UUID replayId);

    /** Makes held work of a replay due now. */
    Mono<Long> unhold(UUID replayId);

    /** Forgets the work of a replay that waits or is held; what somebody has in hand may still be completed. */
    Mono<Long> drop(UUID replayId);

    Mono<Standing> standing(UUID replayId);
}
