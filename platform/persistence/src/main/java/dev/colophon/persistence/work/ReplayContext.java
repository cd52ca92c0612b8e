package dev.colophon.persistence.work;

import dev.colophon.telemetry.log.LogContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Says, to all that runs within it, which replay it is for: work that is queued there waits behind live work and belongs to
 * the replay, events that are published there carry its id, and what is paid for there is paid out of its allowance.
 */
public final class ReplayContext {

    static final String KEY = ReplayContext.class.getName();

    private ReplayContext() {}

    /** For {@code contextWrite}. */
    public static Function<Context, Context> of(UUID replayId) {
        return context -> context.put(KEY, replayId);
    }

    /**
     * For {@code contextWrite} around whatever works an item: the replay's context where one caused it, and what logs are to
     * say of it.
     */
    public static Function<Context, Context> of(WorkItem work) {
        Function<Context, Context> logs = LogContext.ofClient(work.clientId())
                .work(work.subjectId())
                .replay(work.replayId())
                .write();
        return work.replayId() == null ? logs : logs.andThen(of(work.replayId()));
    }

    /** For {@code contextWrite} around what a replay comes upon but did not cause. */
    public static Function<Context, Context> none() {
        return context -> context.delete(KEY);
    }

    public static Optional<UUID> replayId(ContextView context) {
        return context.getOrEmpty(KEY);
    }
}
