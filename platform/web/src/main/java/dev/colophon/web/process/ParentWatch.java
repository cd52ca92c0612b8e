package dev.colophon.web.process;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Ends this process gracefully when the one that started it is gone, so that no orphan survives a killed launcher. */
final class ParentWatch implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ParentWatch.class);

    private final @Nullable Long parentPid;
    private final Runnable shutdown;

    ParentWatch(@Nullable Long parentPid, Runnable shutdown) {
        this.parentPid = parentPid;
        this.shutdown = shutdown;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (parentPid == null) {
            return;
        }
        ProcessHandle.of(parentPid).ifPresentOrElse(parent -> parent.onExit().thenRun(this::end), this::end);
    }

    private void end() {
        log.warn("parent process {} is gone: shutting down", parentPid);
        Thread thread = new Thread(shutdown, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
