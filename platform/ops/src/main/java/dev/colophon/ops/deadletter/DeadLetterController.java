package dev.colophon.ops.deadletter;

import dev.colophon.messaging.deadletter.Audit;
import dev.colophon.messaging.deadletter.DeadLetter;
import dev.colophon.messaging.deadletter.DeadLetterDesk;
import dev.colophon.messaging.deadletter.DeadLetterFilter;
import dev.colophon.messaging.deadletter.DeadLetterState;
import dev.colophon.messaging.deadletter.LetterContent;
import dev.colophon.messaging.deadletter.Mended;
import dev.colophon.ops.deadletter.DeadLetterRequests.Bulk;
import dev.colophon.ops.deadletter.DeadLetterRequests.Causes;
import dev.colophon.ops.deadletter.DeadLetterRequests.Counted;
import dev.colophon.ops.deadletter.DeadLetterRequests.Redrive;
import dev.colophon.ops.deadletter.DeadLetterRequests.Redriven;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Dead letters of the service, of all clients: nobody but an operator sees them. */
@RestController
@RequestMapping("/api/v1/ops/${colophon.database.schema}/dead-letters")
@RequiresRole(Role.OPERATOR)
@Tag(name = "Operations")
public class DeadLetterController {

    private final DeadLetterDesk desk;

    public DeadLetterController(DeadLetterDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    @Operation(summary = "Events that could not be handled, the newest first")
    Mono<Page<DeadLetterView>> listDeadLetters(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(name = "client_id", required = false) @Nullable UUID clientId,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            PageRequest page) {
        Cursor after = page.cursor();
        return Mono.defer(() -> desk.page(
                        new DeadLetterFilter(
                                null, topic, error, clientId, DeadLetterRequests.state(state), from, to),
                        page.fetchLimit(),
                        after == null ? null : after.instant(0),
                        after == null ? null : after.uuid(1)))
                .map(found -> Page.of(found, page, letter -> Cursor.of(letter.failedAt(), letter.id()))
                        .map(DeadLetterView::of));
    }

    @GetMapping("/causes")
    @Operation(summary = "Dead letters counted by what went wrong, the most frequent first")
    Mono<Causes> deadLetterCauses(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(name = "client_id", required = false) @Nullable UUID clientId,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        return Mono.defer(() -> desk.causes(new DeadLetterFilter(
                        null, topic, error, clientId, DeadLetterRequests.state(state), from, to)))
                .map(Causes::new);
    }

    @GetMapping("/{id}")
    @Operation(summary = "A dead letter with its headers and payload")
    Mono<LetterView> showDeadLetter(@PathVariable UUID id) {
        return desk.find(id)
                .switchIfEmpty(Mono.error(() -> unknown(id)))
                .flatMap(letter -> desk.content(letter)
                        .map(content -> view(letter, content))
                        .switchIfEmpty(Mono.error(() -> gone(id))));
    }

    @PostMapping("/{id}/redrive")
    @Operation(
            summary = "Has a dead letter handled again, mended or as it is",
            description = "The letter goes to the service's own listeners and not back to its topic. An event that was handled"
                    + " after all is recognised. After three failures it takes force.")
    Mono<Redriven> redriveDeadLetter(
            @PathVariable UUID id, @RequestBody(required = false) @Nullable Redrive asked, Caller caller) {
        Redrive redrive = asked == null ? new Redrive(null, null, null, null) : asked;
        return desk.redrive(
                        id, mended(redrive), Boolean.TRUE.equals(redrive.force()), audit(caller, redrive.reason()))
                .switchIfEmpty(Mono.error(() -> unknown(id)))
                .map(outcome -> {
                    if (outcome instanceof DeadLetterDesk.Outcome.Refused refused) {
                        throw ProblemException.conflict(refused.reason());
                    }
                    if (outcome instanceof DeadLetterDesk.Outcome.Tried tried) {
                        return new Redriven(tried.state().wireName(), tried.error());
                    }
                    throw gone(id);
                });
    }

    @PostMapping("/redrive")
    @Operation(
            summary = "Has many dead letters handled again, at a rate",
            description = "Those that wait, fit the filter and have not failed three times since. A dry run counts them.")
    Mono<ResponseEntity<Counted>> redriveDeadLetters(@RequestBody Bulk asked, Caller caller) {
        Bulk bulk = asked.checked();
        DeadLetterFilter letters = bulk.letters();
        boolean force = Boolean.TRUE.equals(bulk.force());
        return bulk.isDryRun()
                ? desk.redrivable(letters, force).map(causes -> ResponseEntity.ok(Counted.of(causes)))
                : desk.redriveAll(letters, bulk.maxPerSecond(), force, audit(caller, bulk.reason()))
                        .map(count -> ResponseEntity.accepted().body(new Counted(count, null)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Gives a dead letter up; it stays listed as dropped for as long as the broker has it")
    Mono<Void> dropDeadLetter(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String reason, Caller caller) {
        return desk.find(id)
                .switchIfEmpty(Mono.error(() -> unknown(id)))
                .filter(letter -> letter.state() != DeadLetterState.DROPPED)
                .flatMap(letter -> desk.drop(DeadLetterFilter.of(id), audit(caller, reason)))
                .doOnNext(dropped -> {
                    if (dropped == 0) {
                        throw ProblemException.conflict("The dead letter was handled already");
                    }
                })
                .then();
    }

    @PostMapping("/drop")
    @Operation(summary = "Gives many dead letters up; a dry run counts them")
    Mono<Counted> dropDeadLetters(@RequestBody Bulk asked, Caller caller) {
        Bulk bulk = asked.checked();
        DeadLetterFilter letters = bulk.letters();
        return bulk.isDryRun()
                ? desk.droppable(letters).map(Counted::of)
                : desk.drop(letters, audit(caller, bulk.reason())).map(count -> new Counted(count, null));
    }

    private static Mended mended(Redrive asked) {
        boolean asItIs = asked.payload() == null || asked.payload().isNull();
        return new Mended(
                asItIs ? null : asked.payload().toString().getBytes(StandardCharsets.UTF_8),
                asked.headers() == null ? Map.of() : asked.headers());
    }

    private static Audit audit(Caller caller, @Nullable String reason) {
        return new Audit(caller.subject(), reason);
    }

    private static LetterView view(DeadLetter letter, LetterContent content) {
        Map<String, String> headers = new LinkedHashMap<>();
        content.headers().forEach(header -> headers.put(header.name(), PayloadText.ofHeader(header.value())));
        PayloadText payload = PayloadText.of(content.value());
        byte[] value = content.value();
        DeadLetter.Place place = letter.place();
        return new LetterView(
                DeadLetterView.of(letter),
                new LetterView.Location(place.topic(), place.partition(), place.offset()),
                headers,
                payload.value(),
                payload.encoding(),
                value == null ? 0 : value.length);
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.notFound("There is no dead letter " + id);
    }

    private static ProblemException gone(UUID id) {
        return ProblemException.of(HttpStatus.GONE, "The broker does not have the dead letter " + id + " any more");
    }
}
