package dev.colophon.messaging.replay;

import dev.colophon.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * A record that passed the filters.
 *
 * @param number of the record in what was read with it, from 1; those between were passed over
 * @param event null where it failed
 * @param fault why it failed; null where it did not
 */
record Entry(
        int partition,
        long offset,
        int number,
        @Nullable Event<?> event,
        @Nullable Throwable fault) {

    private static final int MAX_MESSAGE = 1_000;

    Entry failedWith(Throwable failure) {
        return new Entry(partition, offset, number, null, failure);
    }

    String errorClass() {
        return fault == null ? "" : fault.getClass().getName();
    }

    String errorMessage() {
        String message = fault == null ? "" : String.valueOf(fault.getMessage()).replace('\u0000', ' ');
        return message.substring(0, Math.min(message.length(), MAX_MESSAGE));
    }
}
