package dev.colophon.messaging.replay;

import java.util.List;

/**
 * What some events lead to.
 *
 * @param unchanged events of which nothing is left to do
 * @param calls to models, added up by client, operation and model; empty where none is needed
 */
public record PlannedWork(long unchanged, List<PlannedCalls> calls) {

    /** Events that are handled without a model. */
    public static final PlannedWork NO_CALLS = new PlannedWork(0, List.of());

    public PlannedWork {
        calls = List.copyOf(calls);
    }
}
