package dev.colophon.ai.spend;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.events.Ids;
import dev.colophon.persistence.work.ReplayContext;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes attempts that are paid for: admitted before they leave, recorded however they end, and given back where they surely
 * never left. What is made within a {@link ReplayContext} draws from that replay's allowance. Errors are
 * {@link ProviderFailure}s, or {@link OverBudgetSignal}.
 */
public final class PaidAttempts {

    private static final Duration AWAY = Duration.ofSeconds(5);

    /**
     * An attempt to be made.
     *
     * @param inputTokens counted or estimated
     * @param maxOutputTokens null where nothing limits the answer
     */
    public record Order(
            CallRecord call,
            Target target,
            SpendContext payer,
            long inputTokens,
            @Nullable Long maxOutputTokens) {

        /** What counts against a limit of tokens. */
        public long tokens() {
            return inputTokens + (maxOutputTokens == null ? 0 : maxOutputTokens);
        }
    }

    /**
     * Leave to make an attempt.
     *
     * @param attemptId the attempt's, and that of its reservation
     */
    record Pass(UUID attemptId, boolean reserved, @Nullable TokenPrice price) {

        /** Where nobody had to be asked. */
        static Pass unasked() {
            return new Pass(Ids.newId(), false, null);
        }
    }

    private final Admissions admissions;
    private final AdmissionsAhead ahead;

    /** Asks for each attempt when it comes. */
    public PaidAttempts(Admissions admissions) {
        this(admissions, new AdmissionsAhead(admissions, Duration.ZERO));
    }

    public PaidAttempts(Admissions admissions, AdmissionsAhead ahead) {
        this.admissions = admissions;
        this.ahead = ahead;
    }

    /** One attempt; {@code work} tells the running attempt what was used, and is its success when it completes. */
    public <T> Mono<T> make(Order order, Function<CallRecord.Running, Mono<T>> work) {
        return admitted(order).flatMap(pass -> {
            CallRecord.Running running = order.call().start(order, pass);
            return AttemptSpan.around(order.target(), order.call().operation(), work.apply(running))
                    .switchIfEmpty(Mono.error(PaidAttempts::interrupted))
                    .onErrorMap(ProviderFailures::of)
                    .doOnNext(value -> running.succeeded())
                    .doOnError(ProviderFailure.class, running::failed)
                    .doOnCancel(running::cancelled)
                    .onErrorResume(ProviderFailure.class, failure -> givenBack(order, pass, failure)
                            .then(Mono.error(failure)));
        });
    }

    /** As {@link #make}, for an answer that comes in parts. */
    public <T> Flux<T> stream(Order order, Function<CallRecord.Running, Flux<T>> work) {
        return admitted(order).flatMapMany(pass -> {
            CallRecord.Running running = order.call().start(order, pass);
            return AttemptSpan.around(order.target(), order.call().operation(), work.apply(running))
                    .onErrorMap(ProviderFailures::of)
                    .doOnComplete(running::succeeded)
                    .doOnError(ProviderFailure.class, running::failed)
                    .doOnCancel(running::cancelled)
                    .onErrorResume(ProviderFailure.class, failure -> givenBack(order, pass, failure)
                            .thenMany(Flux.error(failure)));
        });
    }

    private Mono<Pass> admitted(Order order) {
        return admissions.areAsked()
                ? Mono.deferContextual(context ->
                        admitted(order, ReplayContext.replayId(context).orElse(null)))
                : Mono.fromSupplier(Pass::unasked);
    }

    private Mono<Pass> admitted(Order order, @Nullable UUID replayId) {
        SpendContext payer = order.payer();
        Admission.Request request = new Admission.Request(
                Ids.newId(),
                order.call().callId(),
                order.call().operation(),
                payer.projectId(),
                order.target().integrationId(),
                order.target().provider(),
                order.target().model(),
                order.inputTokens(),
                order.maxOutputTokens(),
                replayId);
        Admission.Reserved waiting = ahead.take(payer.clientId(), request);
        return waiting == null
                ? admissions
                        .admit(payer.clientId(), request)
                        .flatMap(admission -> decide(request.attemptId(), admission))
                : Mono.just(new Pass(waiting.id(), true, waiting.price()));
    }

    private static Mono<Pass> decide(UUID attemptId, Admission admission) {
        if (admission instanceof Admission.OverBudget over) {
            return Mono.error(new OverBudgetSignal(over));
        }
        if (admission instanceof Admission.UnknownPrice unknown) {
            UnknownPriceException cause = new UnknownPriceException(unknown.detail());
            return Mono.error(new ProviderFailure(
                    Kind.PERMANENT, Reach.NOT_SENT, "unknown price: " + unknown.detail(), null, null, cause));
        }
        if (admission instanceof Admission.Away away) {
            return Mono.error(ProviderFailure.refused(away.detail(), AWAY, null));
        }
        return Mono.just(new Pass(attemptId, true, ((Admission.Admitted) admission).price()));
    }

    private Mono<Void> givenBack(Order order, Pass pass, ProviderFailure failure) {
        SpendContext payer = order.payer();
        if (!pass.reserved() || failure.reach() != Reach.NOT_SENT) {
            return Mono.empty();
        }
        return admissions.release(payer.clientId(), pass.attemptId());
    }

    private static ProviderFailure interrupted() {
        return new ProviderFailure(Kind.RETRIABLE, Reach.UNANSWERED, "interrupted", null, null, null);
    }
}
