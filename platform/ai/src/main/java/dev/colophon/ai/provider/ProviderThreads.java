package dev.colophon.ai.provider;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Threads that wait for providers, apart from those of everything else: a provider that hangs holds up nobody. */
public final class ProviderThreads implements AutoCloseable {

    private static final int MOST = 256;
    private static final int WAITING = 100_000;

    private final Scheduler scheduler = Schedulers.newBoundedElastic(MOST, WAITING, "provider", 60, true);

    /**
     * Asks on a thread that may wait; what is sent bears the attempt's id. Cancelling interrupts the thread: nobody waits
     * for an answer then, nor for an error.
     */
    public <T> Mono<T> ask(UUID attemptId, Callable<T> call) {
        return Mono.fromCallable(() -> answered(attemptId, call)).subscribeOn(scheduler);
    }

    private static <T> @Nullable T answered(UUID attemptId, Callable<T> call) throws Exception {
        try {
            return RequestId.during(attemptId, call);
        } catch (RuntimeException e) {
            if (ProviderFailures.isInterruption(e)) {
                return null;
            }
            throw e;
        }
    }

    Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
