package dev.colophon.embedding.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread that goes on until it is stopped, and whose pauses end early where somebody wakes it. */
public final class BackgroundLoop {

    private final String name;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    /** @param name of the thread */
    public BackgroundLoop(String name) {
        this.name = name;
    }

    /** @param body asks {@link #isRunning} whether it shall go on */
    public void start(Runnable body) {
        running = true;
        Thread started = new Thread(body, name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** Tells the body to end, and waits for it, at most so long. */
    public void stop(Duration patience) {
        running = false;
        wakeUp.release();
        Thread stopping = thread;
        if (stopping != null) {
            try {
                stopping.join(patience.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean isRunning() {
        return running;
    }

    /** Ends a pause, or the next one before it begins. */
    public void wake() {
        wakeUp.release();
    }

    /** For the body: waits, at most so long. Being interrupted ends the loop. */
    public void pause(Duration atMost) {
        try {
            if (wakeUp.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }
}
