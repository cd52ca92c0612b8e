package dev.colophon.etl.source;

import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the lease of a run while its thread reads or waits, and interrupts the thread when the lease is lost: a cancelled
 * run ends within a beat, wherever it is.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final Thread reader = Thread.currentThread();
    private final Disposable beats;
    private @Nullable LeaseLostException lost;
    private boolean closed;

    private Heartbeat(WorkItem work, WorkQueue queue, SyncProperties settings) {
        this.beats = Flux.interval(settings.heartbeat())
                .onBackpressureDrop()
                .concatMap(beat -> queue.extend(List.of(work), settings.lease())
                        .onErrorResume(error -> !(error instanceof LeaseLostException), error -> {
                            log.debug("a beat of run {} was missed: {}", work.subjectId(), error.toString());
                            return Mono.empty();
                        }))
                .subscribe(beat -> {}, this::lose);
    }

    /** For the thread that calls. */
    static Heartbeat of(WorkItem work, WorkQueue queue, SyncProperties settings) {
        return new Heartbeat(work, queue, settings);
    }

    private synchronized void lose(Throwable error) {
        if (!closed && error instanceof LeaseLostException leaseLost) {
            lost = leaseLost;
            reader.interrupt();
        }
    }

    /** Says so where the lease was lost, and takes the interruption back that told of it. */
    synchronized void rethrowIfLost() {
        if (lost != null) {
            Thread.interrupted();
            throw lost;
        }
    }

    /** After this the thread is interrupted no more; a beat that is under way has ended or never counts. */
    @Override
    public synchronized void close() {
        beats.dispose();
        if (!closed && lost != null) {
            Thread.interrupted();
        }
        closed = true;
    }
}
