package dev.colophon.gateway.live;

import dev.colophon.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** The stream of what happens to the caller's client. */
@RestController
@Tag(name = "events")
class LiveController {

    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(2);

    private final LiveEvents events;
    private final LiveProperties properties;

    LiveController(LiveEvents events, LiveProperties properties) {
        this.events = events;
        this.properties = properties;
    }

    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Live events of this client: project.created, metadata.generated, embedding.generated,"
                    + " usage.recorded; dropped tells a slow reader how many it lost")
    Flux<ServerSentEvent<String>> events(Caller caller, ServerHttpResponse response) {
        response.getHeaders().set("X-Accel-Buffering", "no");
        Flux<ServerSentEvent<String>> told = events.of(caller.clientId())
                .map(event -> ServerSentEvent.builder(event.data())
                        .id(event.id())
                        .event(event.name())
                        .build());
        Flux<ServerSentEvent<String>> alive = Flux.interval(properties.heartbeat())
                .onBackpressureDrop()
                .map(beat ->
                        ServerSentEvent.<String>builder().comment("heartbeat").build());
        ServerSentEvent<String> hello = ServerSentEvent.<String>builder()
                .comment("connected")
                .retry(RECONNECT_AFTER)
                .build();
        return Flux.merge(told.materialize(), alive.materialize())
                .<ServerSentEvent<String>>dematerialize()
                .startWith(hello)
                .take(properties.maxDuration());
    }
}
