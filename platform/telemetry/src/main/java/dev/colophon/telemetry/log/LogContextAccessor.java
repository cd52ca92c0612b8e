package dev.colophon.telemetry.log;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the {@link LogContext} of the running chain into SLF4J's context, and takes it out again. Found as a service. */
public final class LogContextAccessor implements ThreadLocalAccessor<LogContext> {

    private static final ThreadLocal<@Nullable LogContext> CURRENT = new ThreadLocal<>();

    @Override
    public Object key() {
        return LogContext.KEY;
    }

    @Override
    public @Nullable LogContext getValue() {
        return CURRENT.get();
    }

    @Override
    public void setValue(LogContext next) {
        LogContext now = CURRENT.get();
        if (now == next) {
            return;
        }
        if (now != null) {
            remove(now);
        }
        next.fields().forEach(MDC::put);
        CURRENT.set(next);
    }

    @Override
    public void setValue() {
        LogContext now = CURRENT.get();
        if (now != null) {
            remove(now);
            CURRENT.remove();
        }
    }

    private static void remove(LogContext from) {
        from.fields().keySet().forEach(MDC::remove);
    }
}
