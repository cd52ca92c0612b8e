package dev.colophon.ai.provider;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Threads that wait for providers, apart from those of everything else: a provider that hangs holds up nobody. */
public final class ProviderThreads implements AutoCloseable {

    private static final int MOST = 256;
    private static final int WAITING = 100_000;

    private final Scheduler scheduler = Schedulers.newBoundedElastic(MOST, WAITING, "provider", 60, true);

    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
