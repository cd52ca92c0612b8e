package dev.colophon.ops.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.messaging.deadletter.Audit;
import dev.colophon.messaging.deadletter.DeadLetter;
import dev.colophon.messaging.deadletter.DeadLetterDesk;
import dev.colophon.messaging.deadletter.DeadLetterFilter;
import dev.colophon.messaging.deadletter.DeadLetterState;
import dev.colophon.messaging.deadletter.LetterContent;
import dev.colophon.messaging.deadletter.Mended;
import dev.colophon.ops.deadletter.DeadLetterRequests.DeadLetterBulk;
import dev.colophon.ops.deadletter.DeadLetterRequests.DeadLetterCauses;
import dev.colophon.ops.deadletter.DeadLetterRequests.DeadLetterCount;
import dev.colophon.ops.deadletter.DeadLetterRequests.DeadLetterRedrive;
import dev.colophon.ops.deadletter.DeadLetterRequests.DeadLetterRedriven;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
                        new DeadLetterFilter(null, topic, error, clientId, DeadLetterRequests.state(state), from, to),
                        page.fetchLimit(),
                        after == null ? null : after.instant(0),
                        after == null ? null : after.uuid(1)))
                .map(found -> Page.of(found, page, letter -> Cursor.of(letter.failedAt(), letter.id()))
                        .map(DeadLetterView::of));
    }

    @GetMapping("/causes")
    @Operation(summary = "Dead letters counted by what went wrong, the most frequent first")
    Mono<DeadLetterCauses> deadLetterCauses(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(name = "client_id", required = false) @Nullable UUID clientId,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        return Mono.defer(() -> desk.causes(
                        new DeadLetterFilter(null, topic, error, clientId, DeadLetterRequests.state(state), from, to)))
                .map(DeadLetterCauses::new);
    }

    @GetMapping("/{id}")
    @Operation(summary = "A dead letter with its headers and payload")
    Mono<DeadLetterWhole> showDeadLetter(@PathVariable UUID id) {
        return desk.find(id).switchIfEmpty(Mono.error(() -> unknown(id))).flatMap(letter -> desk.content(letter)
                .map(content -> view(letter, content))
                .switchIfEmpty(Mono.error(() -> gone(id))));
    }

    @PostMapping("/{id}/redrive")
    @Operation(
            summary = "Has a dead letter handled again, mended or as it is",
            description =
                    "The letter goes to the service's own listeners and not back to its topic. An event that was handled"
                            + " after all is recognised. After three failures it takes force.")
    Mono<DeadLetterRedriven> redriveDeadLetter(
            @PathVariable UUID id, @RequestBody(required = false) @Nullable DeadLetterRedrive asked, Caller caller) {
        DeadLetterRedrive redrive = asked == null ? new DeadLetterRedrive(null, null, null, null) : asked;
        return desk.redrive(id, mended(redrive), Boolean.TRUE.equals(redrive.force()), audit(caller, redrive.reason()))
                .switchIfEmpty(Mono.error(() -> unknown(id)))
                .map(outcome -> {
                    if (outcome instanceof DeadLetterDesk.Outcome.Refused refused) {
                        throw ProblemException.conflict(refused.reason());
                    }
                    if (outcome instanceof DeadLetterDesk.Outcome.Tried tried) {
                        return new DeadLetterRedriven(tried.state().wireName(), tried.error());
                    }
                    throw gone(id);
                });
    }

    @PostMapping("/redrive")
    @Operation(
            summary = "Has many dead letters handled again, at a rate",
            description =
                    "Those that wait, fit the filter and have not failed three times since. A dry run counts them.")
    Mono<ResponseEntity<DeadLetterCount>> redriveDeadLetters(@RequestBody DeadLetterBulk asked, Caller caller) {
        DeadLetterBulk bulk = asked.checked();
        DeadLetterFilter letters = bulk.letters();
        boolean force = Boolean.TRUE.equals(bulk.force());
        return bulk.isDryRun()
                ? desk.redrivable(letters, force).map(causes -> ResponseEntity.ok(DeadLetterCount.of(causes)))
                : desk.redriveAll(letters, bulk.maxPerSecond(), force, audit(caller, bulk.reason()))
                        .map(count -> ResponseEntity.accepted().body(new DeadLetterCount(count, null)));
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
    Mono<DeadLetterCount> dropDeadLetters(@RequestBody DeadLetterBulk asked, Caller caller) {
        DeadLetterBulk bulk = asked.checked();
        DeadLetterFilter letters = bulk.letters();
        return bulk.isDryRun()
                ? desk.droppable(letters).map(DeadLetterCount::of)
                : desk.drop(letters, audit(caller, bulk.reason())).map(count -> new DeadLetterCount(count, null));
    }

    private static Mended mended(DeadLetterRedrive asked) {
        JsonNode payload = asked.payload();
        // a text is taken to the letter, so that nothing of it is read and written anew
        String text = payload == null || payload.isNull()
                ? null
                : payload.isTextual() ? payload.textValue() : payload.toString();
        return new Mended(text, asked.headers() == null ? Map.of() : asked.headers());
    }

    private static Audit audit(Caller caller, @Nullable String reason) {
        return new Audit(caller.subject(), reason);
    }

    private static DeadLetterWhole view(DeadLetter letter, LetterContent content) {
        Map<String, String> headers = new LinkedHashMap<>();
        content.headers().forEach(header -> headers.put(header.name(), PayloadText.ofHeader(header.value())));
        PayloadText payload = PayloadText.of(content.value());
        byte[] value = content.value();
        DeadLetter.Place place = letter.place();
        return new DeadLetterWhole(
                DeadLetterView.of(letter),
                new DeadLetterWhole.DeadLetterPlace(place.topic(), place.partition(), place.offset()),
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
