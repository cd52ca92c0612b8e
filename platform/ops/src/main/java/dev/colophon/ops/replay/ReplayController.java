package dev.colophon.ops.replay;

import dev.colophon.messaging.replay.AuditEntry;
import dev.colophon.messaging.replay.RefusedReplayException;
import dev.colophon.messaging.replay.Replay;
import dev.colophon.messaging.replay.ReplayFailure;
import dev.colophon.messaging.replay.ReplayRequest;
import dev.colophon.messaging.replay.ReplayStatus;
import dev.colophon.messaging.replay.Replays;
import dev.colophon.persistence.DatabaseProperties;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Handling events of the past again, across clients. */
@RestController
@RequestMapping("/api/v1/ops/${colophon.database.schema}/replays")
@RequiresRole(Role.OPERATOR)
@Tag(name = "Replays")
public class ReplayController {

    private static final Duration DRY_RUN_MAY_TAKE = Duration.ofSeconds(20);

    private final Replays replays;
    private final String service;
    private final Clock clock;

    ReplayController(Replays replays, DatabaseProperties database, Clock clock) {
        this.replays = replays;
        this.service = database.schema();
        this.clock = clock;
    }

    @PostMapping
    @Operation(
            summary = "Begins a replay, or a dry run that says what it would take",
            description = "A dry run that ends within 20 seconds is answered with its estimate")
    @ApiResponse(responseCode = "200", description = "The dry run is over", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "202", description = "It has begun", useReturnTypeSchema = true)
    Mono<ResponseEntity<ReplayView>> begin(@Valid @RequestBody ReplayBody body, Caller caller) {
        ReplayRequest request = body.request(replays.topics());
        return replays.begin(request, caller.subject())
                .onErrorMap(RefusedReplayException.class, ReplayController::refused)
                .flatMap(
                        replay -> request.dryRun() ? replays.settled(replay.id(), DRY_RUN_MAY_TAKE) : Mono.just(replay))
                .flatMap(replay -> view(replay)
                        .map(view -> replay.status().isActive() || !request.dryRun()
                                ? ResponseEntity.accepted()
                                        .location(location(replay))
                                        .body(view)
                                : ResponseEntity.ok().location(location(replay)).body(view)));
    }

    private URI location(Replay replay) {
        return URI.create("/api/v1/ops/" + service + "/replays/" + replay.id());
    }

    private static ProblemException refused(RefusedReplayException refusal) {
        return ProblemException.badRequest(
                "The replay cannot be carried out as asked",
                new FieldError(refusal.field(), String.valueOf(refusal.getMessage())));
    }

    @GetMapping
    @Operation(summary = "Replays, newest first")
    Mono<Page<ReplayView>> replays(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String topic,
            PageRequest page) {
        Cursor cursor = page.cursor();
        return replays.page(status(status), topic, cursor == null ? null : cursor.uuid(0), page.fetchLimit())
                .concatMap(this::view)
                .collectList()
                .map(rows -> Page.of(rows, page, replay -> Cursor.of(replay.id())));
    }

    private static @Nullable ReplayStatus status(@Nullable String name) {
        try {
            return name == null ? null : ReplayStatus.of(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(
                    "No replay stands so",
                    new FieldError(
                            "status",
                            "must be one of estimating, estimated, running, paused, completed, cancelled, failed"));
        }
    }

    @GetMapping("/{id}")
    @Operation(summary = "How a replay stands")
    Mono<ReplayView> replay(@PathVariable UUID id) {
        return found(id).flatMap(this::view);
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Changes the limits of a replay",
            description = "A replay that reached its cap goes on when it is resumed after that")
    Mono<ReplayView> change(@PathVariable UUID id, @Valid @RequestBody ReplayChange change, Caller caller) {
        return open(id).flatMap(replay -> replays.change(id, change.maxPerSecond(), change.maxCost(), caller.subject()))
                .onErrorMap(RefusedReplayException.class, ReplayController::refused)
                .flatMap(this::view);
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "Has a replay read no further, and holds its work back")
    Mono<ReplayView> pause(@PathVariable UUID id, Caller caller) {
        return open(id).then(Mono.defer(() -> replays.pause(id, caller.subject())))
                .then(replay(id));
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Has a paused replay go on where it stands")
    Mono<ReplayView> resume(@PathVariable UUID id, Caller caller) {
        return open(id).then(Mono.defer(() -> replays.resume(id, caller.subject())))
                .then(replay(id));
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Ends a replay: what waits is dropped, what is done stays done")
    Mono<ReplayView> cancel(@PathVariable UUID id, Caller caller) {
        return found(id)
                .flatMap(replay -> replay.status() == ReplayStatus.CANCELLED ? Mono.just(replay) : open(id))
                .then(Mono.defer(() -> replays.cancel(id, caller.subject())))
                .then(replay(id));
    }

    @GetMapping("/{id}/audit")
    @Operation(summary = "Who did what to a replay, and why, oldest first")
    Mono<Listed<AuditEntry>> audit(@PathVariable UUID id) {
        return listed(id, replays::audit);
    }

    @GetMapping("/{id}/failures")
    @Operation(summary = "The first hundred records that were passed over, as they cannot be read or handled")
    Mono<Listed<ReplayFailure>> failures(@PathVariable UUID id) {
        return listed(id, replays::failures);
    }

    private <T> Mono<Listed<T>> listed(UUID id, Function<UUID, Flux<T>> of) {
        return found(id).flatMap(replay -> of.apply(id).collectList()).map(Listed::new);
    }

    /** All there is, in one answer. */
    record Listed<T>(List<T> items) {}

    private Mono<Replay> found(UUID id) {
        return replays.find(id).switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no replay " + id)));
    }

    private Mono<Replay> open(UUID id) {
        return found(id)
                .flatMap(replay -> replay.status().isOver()
                        ? Mono.error(ProblemException.conflict(
                                "The replay is over: " + replay.status().wireName()))
                        : Mono.just(replay));
    }

    private Mono<ReplayView> view(Replay replay) {
        return replays.work(replay.id()).map(work -> ReplayView.of(service, replay, work, clock.instant()));
    }
}
