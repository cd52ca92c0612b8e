package dev.colophon.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

class SilentServicesTests {

    private static final List<Object> ASKED_AND_PATIENCE_AND_QUIET = List.of(true, 30_000, 10 + 5);

    @Test
    void areGivenUpWithinHalfAMinute() {
        assumeThat(Epoll.isAvailable())
                .as("only Linux is told how long to wait")
                .isTrue();
        DisposableServer service = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.send())
                .bindNow();
        AtomicReference<List<Object>> told = new AtomicReference<>();
        try {
            new SilentServices()
                    .customize(HttpClient.create())
                    .doOnConnected(connection -> told.set(told(connection)))
                    .get()
                    .uri("http://127.0.0.1:" + service.port())
                    .response()
                    .block();
        } finally {
            service.disposeNow();
        }

        assertThat(told.get()).isEqualTo(ASKED_AND_PATIENCE_AND_QUIET);
    }

    /** Of the connection while it is open: the kernel is asked. */
    private static List<Object> told(Connection connection) {
        EpollSocketChannelConfig tcp =
                (EpollSocketChannelConfig) connection.channel().config();
        return List.of(tcp.isKeepAlive(), tcp.getTcpUserTimeout(), tcp.getTcpKeepIdle() + tcp.getTcpKeepIntvl());
    }
}
