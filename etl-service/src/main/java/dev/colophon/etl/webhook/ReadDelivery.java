package dev.colophon.etl.webhook;

import dev.colophon.persistence.work.WorkItem;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that has been read and not captured yet.
 *
 * @param work for which it was read
 * @param traceparent the trace in which it was
 */
record ReadDelivery(
        WorkItem work,
        Delivery delivery,
        WebhookChanges changes,
        @Nullable String traceparent) {}
