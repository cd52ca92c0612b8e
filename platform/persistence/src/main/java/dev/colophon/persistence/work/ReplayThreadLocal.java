package dev.colophon.persistence.work;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carries {@link ReplayContext} into code that blocks on a chain of its own, on whatever thread it runs. */
public final class ReplayThreadLocal implements ThreadLocalAccessor<UUID> {

    private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

    @Override
    public Object key() {
        return ReplayContext.KEY;
    }

    @Override
    public @Nullable UUID getValue() {
        return CURRENT.get();
    }

    @Override
    public void setValue(UUID replayId) {
        CURRENT.set(replayId);
    }

    @Override
    public void setValue() {
        if (CURRENT.get() != null) {
            CURRENT.remove();
        }
    }
}
