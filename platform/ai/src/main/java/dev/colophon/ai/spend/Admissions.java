package dev.colophon.ai.spend;

import dev.colophon.ai.spend.Admission.Admitted;
import dev.colophon.ai.spend.Admission.Away;
import dev.colophon.ai.spend.Admission.Request;
import dev.colophon.ai.spend.Admission.Reserved;
import dev.colophon.events.ClientId;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Asks usage-service, before every paid attempt, whether it may be made, and gives a reservation back when the attempt
 * surely never left. Reserving and releasing may be repeated: the attempt's id makes them one. While it does not answer it
 * is left alone for a moment, and what is to be given back waits in line: asking more of who is too slow makes it slower.
 */
public final class Admissions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int RELEASES = 5;
    private static final int RELEASED_AT_ONCE = 4;
    private static final int WAITING_FOR_RELEASE = 10_000;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);

    private static final String SILENT = "usage-service does not answer";

    private final @Nullable WebClient client;
    private final Function<UUID, String> tokens;
    private final CircuitBreaker circuit = CircuitBreaker.of(
            "admissions",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(10)
                    .waitDurationInOpenState(LEFT_ALONE)
                    .permittedNumberOfCallsInHalfOpenState(3)
                    .build());
    private final Scheduler releases =
            Schedulers.newBoundedElastic(RELEASED_AT_ONCE, WAITING_FOR_RELEASE, "release", 60, true);

    /** @param tokens what usage-service knows this service by, for a client */
    public Admissions(WebClient client, Function<UUID, String> tokens) {
        this(tokens, client);
    }

    private Admissions(Function<UUID, String> tokens, @Nullable WebClient client) {
        this.client = client;
        this.tokens = tokens;
    }

    /** Admits everything: for a process that has no account book to ask. */
    public static Admissions none() {
        return new Admissions(clientId -> "", null);
    }

    /** Whether attempts are reserved for at all. */
    public boolean areAsked() {
        return client != null;
    }

    /** Never fails: that nobody answered is an answer, {@link Away}. */
    public Mono<Admission> admit(ClientId clientId, Request request) {
        WebClient asked = client;
        if (asked == null) {
            return Mono.just(Admitted.FREELY);
        }
        return Mono.defer(() -> {
            AtomicBoolean answered = new AtomicBoolean();
            return ask(asked, clientId, request)
                    .doOnNext(admission -> answered.set(true))
                    // operators cancel what has long answered, too: that reservation is in use
                    .doOnCancel(() -> {
                        if (!answered.get()) {
                            releaseLater(clientId, request.attemptId());
                        }
                    });
        });
    }

    private Mono<Admission> ask(WebClient asked, ClientId clientId, Request request) {
        return Mono.defer(() -> asked.post()
                        .uri("/internal/v1/reservations")
                        .header(HttpHeaders.AUTHORIZATION, bearer(clientId))
                        .contentType(MediaType.APPLICATION_JSON)
                        .accept(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON)
                        .bodyValue(ReservationJson.of(request))
                        .exchangeToMono(response -> response.bodyToMono(byte[].class)
                                .defaultIfEmpty(new byte[0])
                                .map(body -> ReservationJson.read(response.statusCode(), body))))
                .timeout(PATIENCE)
                .retryWhen(Retry.backoff(1, FIRST_PAUSE).filter(WebClientRequestException.class::isInstance))
                .transformDeferred(CircuitBreakerOperator.of(circuit))
                .onErrorResume(CallNotPermittedException.class, open -> Mono.just(new Away(SILENT)))
                .onErrorResume(failure -> {
                    LOG.warn("usage-service did not answer whether an attempt may be made: {}", failure.toString());
                    // it may have reserved all the same
                    releaseLater(clientId, request.attemptId());
                    return Mono.just(new Away(SILENT));
                });
    }

    /** Reserves for attempts that are about to come; none where a limit is near, or where nobody answers. Never fails. */
    Mono<List<Reserved>> admitAhead(AdmissionsAhead.Kind kind, List<UUID> ids) {
        WebClient asked = client;
        if (asked == null) {
            return Mono.just(List.of());
        }
        return Mono.defer(() -> asked.post()
                        .uri("/internal/v1/reservations/ahead")
                        .header(HttpHeaders.AUTHORIZATION, bearer(kind.clientId()))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(ReservationJson.of(kind, ids))
                        .retrieve()
                        .bodyToMono(byte[].class))
                .map(ReservationJson::readAhead)
                .timeout(PATIENCE)
                .transformDeferred(CircuitBreakerOperator.of(circuit))
                .onErrorResume(CallNotPermittedException.class, open -> Mono.just(List.of()))
                .onErrorResume(failure -> {
                    LOG.warn("usage-service did not reserve ahead: {}", failure.toString());
                    if (!isRefusal(failure)) {
                        ids.forEach(id -> releaseLater(kind.clientId(), id));
                    }
                    return Mono.just(List.of());
                });
    }

    /** Whether nothing was done, surely. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof WebClientResponseException answer
                && answer.getStatusCode().is4xxClientError();
    }

    /** Gives a reservation back; completes when that is done or was tried often enough for its lease to do the rest. */
    public Mono<Void> release(ClientId clientId, UUID attemptId) {
        WebClient asked = client;
        if (asked == null) {
            return Mono.empty();
        }
        return Mono.defer(() -> asked.post()
                        .uri("/internal/v1/reservations/{id}/release", attemptId)
                        .header(HttpHeaders.AUTHORIZATION, bearer(clientId))
                        .retrieve()
                        .toBodilessEntity())
                .timeout(PATIENCE)
                .retryWhen(Retry.backoff(RELEASES, FIRST_PAUSE))
                .then()
                .onErrorResume(failure -> {
                    LOG.warn("reservation {} is left to expire: {}", attemptId, failure.toString());
                    return Mono.empty();
                });
    }

    void releaseLater(ClientId clientId, UUID attemptId) {
        try {
            releases.schedule(() -> release(clientId, attemptId).block());
        } catch (RejectedExecutionException e) {
            LOG.warn("reservation {} is left to expire: too many wait to be given back", attemptId);
        }
    }

    /** Waits a moment for what is being given back. */
    @Override
    public void close() {
        releases.disposeGracefully().timeout(LAST_CHANCE).onErrorComplete().block();
        releases.dispose();
    }

    private String bearer(ClientId clientId) {
        return "Bearer " + tokens.apply(clientId.value());
    }
}
