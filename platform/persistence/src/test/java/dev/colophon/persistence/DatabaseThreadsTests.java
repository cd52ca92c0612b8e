package dev.colophon.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.netty.resources.LoopResources;

class DatabaseThreadsTests {

    @Test
    void endsConnectionsThatNobodyAnswersWithinHalfAMinute() throws Exception {
        assumeThat(Epoll.isAvailable())
                .as("only Linux is told how long to wait")
                .isTrue();
        LoopResources threads = new DatabaseThreads(2);
        EventLoopGroup group = threads.onClient(true);
        SocketChannel channel = threads.onChannel(SocketChannel.class, group);
        try {
            group.register(channel).sync();

            assertThat(channel.config()).isInstanceOfSatisfying(EpollSocketChannelConfig.class, config -> {
                assertThat(config.getTcpUserTimeout()).isEqualTo(30_000);
                assertThat(config.getTcpKeepIdle() + config.getTcpKeepIntvl()).isLessThan(30);
            });
        } finally {
            channel.close().sync();
            threads.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block();
        }
    }
}
