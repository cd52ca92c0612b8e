package dev.colophon.ai.model;

import dev.colophon.ai.local.LocalLanguage;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.OverBudgetSignal;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.Target;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One call on its way along its route. */
final class ChainRun<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ChainRun.class);
    private static final Target LOCAL = new Target(LocalLanguage.PROVIDER, LocalLanguage.MODEL, null);
    private static final String NOBODY = "none";

    private final ChatAttempts attempts;
    private final AiMetrics metrics;
    private final Route route;
    private final ModelCall<T> call;
    private final SpendContext payer;
    private final CallRecord calls;
    private final List<Skipped> skipped = new CopyOnWriteArrayList<>();

    ChainRun(
            ChatAttempts attempts, AiMetrics metrics, Clock clock, Route route, ModelCall<T> call, SpendContext payer) {
        this.attempts = attempts;
        this.metrics = metrics;
        this.route = route;
        this.call = call;
        this.payer = payer;
        this.calls = new CallRecord(call.operation(), clock, metrics);
    }

    Mono<ChainResult<T>> result() {
        return ask(0, null).doOnError(error -> metrics.answered(call.operation(), NOBODY, false));
    }

    private Mono<ChainResult<T>> ask(int index, @Nullable ProviderFailure before) {
        if (index == route.candidates().size()) {
            return route.local() ? locally(before, false) : Mono.error(() -> exhausted(before));
        }
        Candidate model = route.candidates().get(index);
        return attempts.ask(model, call, calls, payer)
                .map(served -> answered(served.value(), model.target().provider(), served.model(), index > 0, false))
                .onErrorResume(ProviderFailure.class, failure -> {
                    skip(model.target(), failure.getMessage());
                    return ask(index + 1, ProviderFailure.worthier(before, failure));
                })
                .onErrorResume(OverBudgetSignal.class, over -> overBudget(model.target(), over, before));
    }

    private Mono<ChainResult<T>> overBudget(Target target, OverBudgetSignal over, @Nullable ProviderFailure before) {
        if (over.degrade() && call.local() != null) {
            skip(target, "over the budget");
            return locally(before, true);
        }
        return Mono.error(() -> new BudgetExceededException(over.numbers(), calls.attempts()));
    }

    private Mono<ChainResult<T>> locally(@Nullable ProviderFailure before, boolean degraded) {
        if (call.local() == null) {
            return Mono.error(() -> exhausted(before));
        }
        return Mono.defer(() -> {
            CallRecord.Running running = calls.start(LOCAL);
            return Mono.<T>fromCallable(
                            () -> Objects.requireNonNull(call.local()).get())
                    .subscribeOn(Schedulers.boundedElastic())
                    .doOnNext(value -> running.succeeded())
                    .doOnError(error -> running.failed(ProviderFailures.of(error)))
                    .doOnCancel(running::cancelled)
                    .onErrorMap(error -> new ChainExhaustedException(
                            "the local answer failed", calls.attempts(), false, null, error))
                    .map(value -> answered(
                            value,
                            LOCAL.provider(),
                            LOCAL.model(),
                            !route.candidates().isEmpty(),
                            degraded));
        });
    }

    private ChainResult<T> answered(T value, String provider, String model, boolean fallback, boolean degraded) {
        metrics.answered(call.operation(), provider, fallback);
        return new ChainResult<>(value, provider, model, calls.callId(), calls.attempts(), degraded, skipped);
    }

    private void skip(Target target, @Nullable String reason) {
        skipped.add(new Skipped(target, String.valueOf(reason)));
        LOG.info("{} gave no answer for call {} ({}): {}", target.provider(), calls.callId(), call.operation(), reason);
    }

    private ChainExhaustedException exhausted(@Nullable ProviderFailure failure) {
        return ChainExhaustedException.of(route, calls.attempts(), failure);
    }
}
