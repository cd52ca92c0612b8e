package dev.colophon.usage.budget;

import dev.colophon.usage.price.Price;
import dev.colophon.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What other services ask before and about paid attempts. */
@RestController
@RequestMapping("/internal/v1/reservations")
@Tag(name = "Reservations", description = "For services only: the gateway has no route to these")
class ReservationController {

    private final Reservations reservations;

    ReservationController(Reservations reservations) {
        this.reservations = reservations;
    }

    /**
     * A reservation as it is answered.
     *
     * @param estimatedCost USD; null where no price is known
     * @param price in force; null where none is known
     */
    record Answer(
            UUID reservationId,
            String status,
            @Nullable String estimatedCost,
            @Nullable QuotedPrice price,
            Instant expiresAt,
            List<String> warnings) {}

    /**
     * Reservations made ahead as they are answered.
     *
     * @param reservationIds of those asked for; none where a limit is near
     * @param estimatedCost USD of each; null where no price is known
     * @param price in force; null where none is known
     */
    record AheadAnswer(
            List<UUID> reservationIds,
            @Nullable String estimatedCost,
            @Nullable QuotedPrice price) {}

    @PostMapping
    @Operation(summary = "Reserve for a paid attempt; asking again for the same id reserves once")
    Mono<ResponseEntity<Answer>> reserve(@Valid @RequestBody ReservationRequest request, Caller caller) {
        return reservations.reserve(caller.clientId(), request).map(ReservationController::answer);
    }

    @PostMapping("/ahead")
    @Operation(summary = "Reserve for paid attempts that are about to come, where every limit is far; else for none")
    Mono<AheadAnswer> reserveAhead(@Valid @RequestBody AheadRequest request, Caller caller) {
        return reservations
                .reserveAhead(caller.clientId(), request)
                .map(ahead -> new AheadAnswer(ahead.ids(), text(ahead.estimatedCost()), QuotedPrice.of(ahead.price())));
    }

    @PostMapping("/{id}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give a reservation back: its attempt surely never left")
    Mono<Void> release(@PathVariable UUID id, Caller caller) {
        return reservations.release(caller.clientId(), id);
    }

    private static ResponseEntity<Answer> answer(Admission admission) {
        Reservation reservation = Refusals.admitted(admission);
        return admission instanceof Admission.Admitted admitted
                ? ResponseEntity.status(HttpStatus.CREATED).body(body(reservation, admitted.price()))
                : ResponseEntity.ok(body(reservation, ((Admission.Known) admission).price()));
    }

    private static Answer body(Reservation reservation, @Nullable Price price) {
        return new Answer(
                reservation.id(),
                "admitted",
                text(reservation.estimatedCost()),
                QuotedPrice.of(price),
                reservation.expiresAt(),
                reservation.warnings());
    }

    private static @Nullable String text(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
