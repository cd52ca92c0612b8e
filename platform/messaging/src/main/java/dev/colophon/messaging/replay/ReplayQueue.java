package dev.colophon.messaging.replay;

import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Which instance runs a replay: whoever holds the lease of its item in the queue {@value #NAME}. */
final class ReplayQueue {

    static final String NAME = "replay";

    /** Replays are the operators', not any client's. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final WorkQueue queue;

    ReplayQueue(WorkQueue queue) {
        this.queue = queue;
    }

    /** Has a replay taken up by some instance. */
    Mono<Void> offer(UUID replayId) {
        return queue.enqueue(
                List.of(new WorkRequest(NAME, NOBODY, replayId, WorkRequest.BACKFILL, Duration.ZERO, null)));
    }

    /** Takes a replay away from whoever runs it; waits for the transaction that they are in. */
    Mono<Void> withdraw(UUID replayId) {
        return queue.cancel(NAME, List.of(replayId));
    }
}
