package dev.colophon.gateway.live;

import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;

/**
 * Hands each event to the readers of its client and to nobody else. A reader that is too slow loses the oldest events that
 * wait for it and is told how many.
 */
@Component
final class LiveEvents implements SmartLifecycle {

    static final String DROPPED = "dropped";

    /** The readers of one client. */
    private static final class Channel {
        private final Sinks.Many<LiveEvent> sink = Sinks.many().multicast().directBestEffort();
        private int readers;
    }

    private final ConcurrentMap<UUID, Channel> channels = new ConcurrentHashMap<>();
    private final int buffer;
    private volatile Sinks.Empty<Void> closing = Sinks.empty();
    private volatile boolean running;

    LiveEvents(LiveProperties properties) {
        this.buffer = properties.buffer();
    }

    /** What happens to {@code clientId}'s data from now on, until the reader leaves or the service stops. */
    Flux<LiveEvent> of(UUID clientId) {
        return Flux.using(() -> join(clientId), this::events, channel -> leave(clientId))
                .takeUntilOther(closing.asMono());
    }

    /** Whether anybody reads what happens to this client. */
    boolean hasReaders(UUID clientId) {
        return channels.containsKey(clientId);
    }

    /** Called by one thread at a time. */
    void publish(UUID clientId, LiveEvent event) {
        Channel channel = channels.get(clientId);
        if (channel != null) {
            EmitResult told = channel.sink.tryEmitNext(event);
            // the only reader has just left, or has not begun
            if (told != EmitResult.FAIL_ZERO_SUBSCRIBER) {
                told.orThrow();
            }
        }
    }

    private Flux<LiveEvent> events(Channel channel) {
        AtomicLong dropped = new AtomicLong();
        return channel.sink
                .asFlux()
                .onBackpressureBuffer(buffer, lost -> dropped.incrementAndGet(), BufferOverflowStrategy.DROP_OLDEST)
                .concatMap(
                        event -> {
                            long lost = dropped.getAndSet(0);
                            return lost == 0 ? Flux.just(event) : Flux.just(dropped(lost, event), event);
                        },
                        0);
    }

    private static LiveEvent dropped(long count, LiveEvent next) {
        return new LiveEvent("dropped-before-" + next.id(), DROPPED, "{\"count\":" + count + "}");
    }

    private Channel join(UUID clientId) {
        return channels.compute(clientId, (id, existing) -> {
            Channel channel = existing == null ? new Channel() : existing;
            channel.readers++;
            return channel;
        });
    }

    private void leave(UUID clientId) {
        channels.computeIfPresent(clientId, (id, channel) -> --channel.readers == 0 ? null : channel);
    }

    @Override
    public void start() {
        closing = Sinks.empty();
        running = true;
    }

    /** Ends the streams before the server waits for its last requests. */
    @Override
    public void stop() {
        running = false;
        closing.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
