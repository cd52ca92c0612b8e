package dev.colophon.persistence.work;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done.
 *
 * @param queue the kind of work
 * @param subjectId what it is about; a queue holds a subject once
 * @param priority {@link #LIVE} before {@link #BACKFILL}
 * @param delay from now until it is due
 * @param weight of the item in a {@link Claim}, in the queue's own unit, at least 1
 * @param traceparent W3C trace context of whoever asked
 */
public record WorkRequest(
        String queue,
        UUID clientId,
        UUID subjectId,
        int priority,
        Duration delay,
        int weight,
        @Nullable String traceparent) {

    public static final int LIVE = 0;
    public static final int BACKFILL = 10;

    /** Work of weight 1. */
    public WorkRequest(
            String queue, UUID clientId, UUID subjectId, int priority, Duration delay, @Nullable String traceparent) {
        this(queue, clientId, subjectId, priority, delay, 1, traceparent);
    }

    /** Live work that is due at once. */
    public static WorkRequest now(String queue, UUID clientId, UUID subjectId, @Nullable String traceparent) {
        return new WorkRequest(queue, clientId, subjectId, LIVE, Duration.ZERO, traceparent);
    }
}
