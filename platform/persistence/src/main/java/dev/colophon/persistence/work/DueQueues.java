package dev.colophon.persistence.work;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Which queues may have work that is due. Most claims of a service at rest find nothing, and a dozen loops make them: here one
 * look asks for all their queues at once, and what it did not find needs no statement until the next. What this process puts
 * into a queue may be claimed at once; what another did is seen within {@link #LOOK_EVERY}, as is work whose time has come.
 */
final class DueQueues {

    static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** How long a queue is claimed from without a look after work was put there: until long after the transaction's end. */
    static final Duration STIRRED_FOR = Duration.ofSeconds(2);

    /** A look that takes longer is given up, for all who claim wait for it. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Look(long at, Set<String> asked, Set<String> due) {
        boolean leavesOpen(String queue) {
            return due.contains(queue) || !asked.contains(queue);
        }
    }

    private final Function<Set<String>, Mono<Set<String>>> due;
    private final LongSupplier nanoTime;
    private final Set<String> queues = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> stirredAt = new ConcurrentHashMap<>();
    private CompletableFuture<Look> last = CompletableFuture.failedFuture(new IllegalStateException("no look yet"));

    /**
     * @param due finds those of some queues that have work that is due
     * @param nanoTime as {@link System#nanoTime}
     */
    DueQueues(Function<Set<String>, Mono<Set<String>>> due, LongSupplier nanoTime) {
        this.due = due;
        this.nanoTime = nanoTime;
    }

    /** Whether a claim may find something. */
    Mono<Boolean> mayHave(String queue) {
        return Mono.defer(() -> {
            queues.add(queue);
            return stirred(queue)
                    ? Mono.just(true)
                    : Mono.fromFuture(recentLook(), true).map(look -> look.leavesOpen(queue));
        });
    }

    /** Tells that work was put into a queue, or became due there. */
    void stir(String queue) {
        stirredAt.put(queue, nanoTime.getAsLong());
    }

    /** Tells that work may have become due in any queue. */
    void stirAll() {
        queues.forEach(this::stir);
    }

    private boolean stirred(String queue) {
        Long at = stirredAt.get(queue);
        return at != null && !passed(STIRRED_FOR, at);
    }

    private synchronized CompletableFuture<Look> recentLook() {
        boolean ended = last.isDone();
        if (last.isCompletedExceptionally()
                || (ended && passed(LOOK_EVERY, last.join().at()))) {
            long now = nanoTime.getAsLong();
            Set<String> asked = Set.copyOf(queues);
            last = due.apply(asked)
                    .timeout(PATIENCE, Mono.error(DueQueues::unanswered))
                    .map(found -> new Look(now, asked, found))
                    .toFuture();
        }
        return last;
    }

    private static TimeoutException unanswered() {
        return new TimeoutException(
                "the database did not say within " + PATIENCE.toSeconds() + " s which queues have work that is due");
    }

    private boolean passed(Duration time, long since) {
        return nanoTime.getAsLong() - since >= time.toNanos();
    }
}
