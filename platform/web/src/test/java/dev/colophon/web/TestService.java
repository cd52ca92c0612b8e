package dev.colophon.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.idempotency.MemoryIdempotencyStore;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A service that can go wrong in every way. */
@EnableAutoConfiguration
@RestController
@RequestMapping("/api/v1/things")
public class TestService {

    public enum Colour {
        RED,
        GREEN
    }

    public record Part(String partName) {}

    public record Thing(
            @NotBlank String name,
            @Positive Integer hoursPerWeek,
            Colour colour,
            UUID projectId,
            Instant startsAt,
            Boolean ready,
            List<@Valid Part> parts,
            Map<String, Object> extra,
            JsonNode anything) {}

    public final AtomicInteger created = new AtomicInteger();

    /** How many news were told. */
    public final AtomicInteger told = new AtomicInteger();

    /** Whether the reader of news has left. */
    public final AtomicBoolean unread = new AtomicBoolean();

    /** What the creation of a slow thing waits for. */
    final Sinks.Empty<Void> release = Sinks.empty();

    @Bean
    IdempotencyStore idempotencyStore() {
        return new MemoryIdempotencyStore();
    }

    @PostMapping
    Mono<ResponseEntity<Map<String, Object>>> create(@Valid @RequestBody Thing thing, Caller caller) {
        if ("unlucky".equals(thing.name())) {
            return Mono.error(ProblemException.unprocessable("no luck", new FieldError("name", "must be lucky")));
        }
        int number = created.incrementAndGet();
        return ready(thing.name())
                .thenReturn(ResponseEntity.created(URI.create("/api/v1/things/" + number))
                        .body(Map.of("thing_number", number, "client_id", caller.clientId())));
    }

    private Mono<Void> ready(String name) {
        return switch (name) {
            case "slow" -> release.asMono();
            case "unhurried" -> Mono.delay(Duration.ofSeconds(1)).then();
            default -> Mono.empty();
        };
    }

    @PostMapping(path = "/news", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Long> news() {
        return Flux.interval(Duration.ofMillis(20))
                .onBackpressureDrop()
                .doOnNext(number -> told.incrementAndGet())
                .doOnCancel(() -> unread.set(true));
    }

    @GetMapping("/{id}")
    Map<String, UUID> get(@PathVariable UUID id) {
        return Map.of("id", id);
    }

    @GetMapping
    Page<Integer> list(PageRequest page) {
        int from = page.cursor() == null ? 0 : Integer.parseInt(page.cursor().text(0));
        return Page.of(
                IntStream.rangeClosed(from + 1, Math.min(5, from + page.fetchLimit()))
                        .boxed()
                        .toList(),
                page,
                Cursor::of);
    }

    @GetMapping("/search")
    String search(@RequestParam String q, @RequestParam(defaultValue = "5") @Max(10) int k) {
        return q + k;
    }

    @GetMapping("/secret")
    @RequiresRole(Role.OPERATOR)
    Caller secret(Caller caller) {
        return caller;
    }

    @GetMapping("/costs")
    @RequiresRole({Role.MEMBER, Role.OPERATOR})
    Caller costs(Caller caller) {
        return caller;
    }

    @GetMapping("/failures/{kind}")
    Mono<Void> fail(@PathVariable String kind) {
        return Mono.error(
                switch (kind) {
                    case "missing" -> ProblemException.notFound("there is no such thing");
                    case "conflict" -> ProblemException.conflict("taken");
                    case "budget" ->
                        ProblemException.paymentRequired("over the limit", Map.of("spent", "1.0000000000"));
                    case "busy" -> ProblemException.tooManyRequests("too often", Duration.ofSeconds(7));
                    case "wrapped" -> new IllegalStateException(ProblemException.notFound("there is no such thing"));
                    case "connect" -> new IllegalStateException("inner detail", new ConnectException("10.0.0.1"));
                    default -> new IllegalStateException("inner detail: dev.colophon.Secret");
                });
    }
}
