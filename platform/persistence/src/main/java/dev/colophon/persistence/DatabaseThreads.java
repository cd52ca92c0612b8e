package dev.colophon.persistence;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * A thread for each connection, and connections that end when nobody is at their other end any more.
 *
 * <p>Reactor Netty would put a connection on the thread that asks for it, and as the pool asks from threads of connections,
 * they would gather on a few.
 *
 * <p>A server that vanishes says nothing. What was sent to it is sent again for a quarter of an hour, and a connection that only waits
 * for an answer waits for hours, unless the kernel is told otherwise, which can be done on Linux alone. That it asks at all is the
 * connection's {@code tcpKeepAlive}; here is when.
 *
 * @see <a href="https://github.com/r2dbc/r2dbc-pool/issues/190">r2dbc-pool 190</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7), TCP_USER_TIMEOUT and TCP_KEEPIDLE</a>
 */
final class DatabaseThreads implements LoopResources {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET_BEFORE_PROBES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);

    private final LoopResources threads;

    DatabaseThreads(int connections) {
        threads = LoopResources.create("database", 1, connections, true, false);
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        C channel = LoopResources.super.onChannel(type, group);
        if (channel.config() instanceof EpollSocketChannelConfig tcp) {
            tcp.setTcpUserTimeout(Math.toIntExact(PATIENCE.toMillis()))
                    .setTcpKeepIdle(Math.toIntExact(QUIET_BEFORE_PROBES.toSeconds()))
                    .setTcpKeepIntvl(Math.toIntExact(BETWEEN_PROBES.toSeconds()));
        }
        return channel;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return threads.onClient(useNative);
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return threads.onServer(useNative);
    }

    @Override
    public boolean daemon() {
        return threads.daemon();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return threads.disposeLater(quietPeriod, timeout);
    }

    @Override
    public boolean isDisposed() {
        return threads.isDisposed();
    }
}
