package dev.colophon.usage.budget;

import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Admission for the paid attempts that this service makes itself: as for any other service, without asking over HTTP. */
@Component
public class OwnAttempts {

    /**
     * A paid attempt that is about to be made; its id is that of its reservation.
     *
     * @param model by the name that prices are listed under
     */
    public record Attempt(
            UUID id,
            UUID callId,
            String operation,
            UUID integrationId,
            String provider,
            String model,
            long inputTokens,
            long maxOutputTokens) {}

    private final Reservations reservations;

    OwnAttempts(Reservations reservations) {
        this.reservations = reservations;
    }

    /** Completes when the attempt may be made; fails with the problem that says why it may not. */
    public Mono<Void> admit(UUID clientId, Attempt attempt) {
        ReservationRequest request = new ReservationRequest(
                attempt.id(),
                attempt.callId(),
                attempt.operation(),
                null,
                attempt.integrationId(),
                attempt.provider(),
                attempt.model(),
                attempt.inputTokens(),
                attempt.maxOutputTokens(),
                null);
        return reservations.reserve(clientId, request).map(Refusals::admitted).then();
    }

    /** Gives back what surely never left. */
    public Mono<Void> release(UUID clientId, UUID attemptId) {
        return reservations.release(clientId, attemptId);
    }
}
