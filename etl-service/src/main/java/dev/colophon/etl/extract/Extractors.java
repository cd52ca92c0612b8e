package dev.colophon.etl.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Reads documents in processes beside this one, which are started when they are needed and end when they are not. A
 * document that hangs, fills the memory or breaks the parser costs such a process and nothing else. As many run as there
 * are callers at once: callers bound themselves.
 */
@Component
public class Extractors implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Extractors.class);

    private final ExtractProperties settings;
    private final ScheduledThreadPoolExecutor clock;
    private final Deque<ExtractorProcess> idle = new ArrayDeque<>();
    private boolean closed;

    Extractors(ExtractProperties settings) {
        this.settings = settings;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "extract-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * The text of a file, or why there is none. Blocks.
     *
     * @param page whether it is a web page, which bytes do not always tell
     * @throws IOException where no process can be started
     */
    public Extraction extract(Path file, boolean page) throws IOException {
        ExtractorProcess process = take();
        Extraction extraction = process.extract(file, page, settings.maxTime(), clock);
        giveBack(process);
        return extraction;
    }

    private ExtractorProcess take() throws IOException {
        synchronized (idle) {
            for (ExtractorProcess process = idle.pollLast(); process != null; process = idle.pollLast()) {
                if (process.isFresh()) {
                    return process;
                }
                process.close();
            }
        }
        log.info("starting a process that reads documents");
        return ExtractorProcess.start(new ExtractorCommand(settings));
    }

    private void giveBack(ExtractorProcess process) {
        synchronized (idle) {
            if (closed || !process.isFresh()) {
                process.close();
                return;
            }
            idle.addLast(process);
        }
        clock.schedule(() -> endIdle(process), settings.keepIdle().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends a process that still is where it was put; one that was asked again meanwhile has another such date. */
    private void endIdle(ExtractorProcess process) {
        synchronized (idle) {
            if (process.rested(settings.keepIdle()) && idle.remove(process)) {
                process.close();
            }
        }
    }

    @Override
    public void destroy() {
        synchronized (idle) {
            closed = true;
            idle.forEach(ExtractorProcess::close);
            idle.clear();
        }
        clock.shutdownNow();
    }
}
