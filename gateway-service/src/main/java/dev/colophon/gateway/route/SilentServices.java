package dev.colophon.gateway.route;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.time.Duration;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.http.client.HttpClient;

/**
 * Ends connections to services at whose other end nobody is any more, so that the reader of a stream is told. A service that vanishes with its
 * machine says nothing, and who only listens would do so for ever. Linux alone can be told when to ask.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7), TCP_USER_TIMEOUT and TCP_KEEPIDLE</a>
 */
@Component
final class SilentServices implements HttpClientCustomizer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET_BEFORE_PROBES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);

    @Override
    public HttpClient customize(HttpClient client) {
        return client.doOnChannelInit((observer, channel, address) -> giveUpInTime(channel));
    }

    private static void giveUpInTime(Channel channel) {
        if (channel.config() instanceof EpollSocketChannelConfig tcp) {
            tcp.setKeepAlive(true)
                    .setTcpUserTimeout(Math.toIntExact(PATIENCE.toMillis()))
                    .setTcpKeepIdle(Math.toIntExact(QUIET_BEFORE_PROBES.toSeconds()))
                    .setTcpKeepIntvl(Math.toIntExact(BETWEEN_PROBES.toSeconds()));
        }
    }
}
