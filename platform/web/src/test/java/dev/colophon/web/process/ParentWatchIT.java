package dev.colophon.web.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchIT {

    @Test
    void shutsDownWhenTheParentDies() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sleep", "60").start();
        CountDownLatch shutdown = new CountDownLatch(1);
        new ParentWatch(parent.pid(), shutdown::countDown).afterSingletonsInstantiated();
        assertThat(shutdown.getCount()).isOne();

        parent.destroyForcibly();

        assertThat(shutdown.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutsDownWhenTheParentIsDeadAlready() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("true").start();
        parent.waitFor();
        CountDownLatch shutdown = new CountDownLatch(1);

        new ParentWatch(parent.pid(), shutdown::countDown).afterSingletonsInstantiated();

        assertThat(shutdown.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
