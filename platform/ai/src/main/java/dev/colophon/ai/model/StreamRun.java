package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.OverBudgetSignal;
import dev.colophon.ai.spend.PaidAttempts.Order;
import dev.colophon.ai.spend.SpendContext;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** One streamed call on its way along its route; it stays with the model that sent the first part. */
final class StreamRun {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);
    private static final String NOBODY = "none";

    private final StreamAttempts attempts;
    private final AiMetrics metrics;
    private final Route route;
    private final StreamingCall call;
    private final SpendContext payer;
    private final CallRecord calls;
    private final AtomicBoolean begun = new AtomicBoolean();

    StreamRun(
            StreamAttempts attempts,
            AiMetrics metrics,
            Clock clock,
            Route route,
            StreamingCall call,
            SpendContext payer) {
        this.attempts = attempts;
        this.metrics = metrics;
        this.route = route;
        this.call = call;
        this.payer = payer;
        this.calls = new CallRecord(call.operation(), clock, metrics);
    }

    Flux<StreamPart> parts() {
        return ask(0, null)
                .doOnNext(part -> begun.set(true))
                .doOnError(error -> metrics.answered(call.operation(), NOBODY, false))
                .doFinally(signal -> call.ended().accept(calls.attempts()));
    }

    private Flux<StreamPart> ask(int index, @Nullable ProviderFailure before) {
        if (index == route.candidates().size()) {
            return Flux.error(() -> ChainExhaustedException.of(route, calls.attempts(), before));
        }
        Candidate model = route.candidates().get(index);
        Order order = new Order(
                calls,
                model.target(),
                payer,
                ApproximateTokens.of(call.request()),
                model.longestAnswer(call.request()));
        return model.guards()
                .again(attempts.ask(model, call.request(), order), begun::get)
                .doOnComplete(
                        () -> metrics.answered(call.operation(), model.target().provider(), index > 0))
                .onErrorResume(ProviderFailure.class, failure -> {
                    if (begun.get()) {
                        return Flux.error(failure);
                    }
                    LOG.info(
                            "{} gave no answer for call {} ({}): {}",
                            model.target().provider(),
                            calls.callId(),
                            call.operation(),
                            failure.getMessage());
                    return ask(index + 1, ChainRun.worthier(before, failure));
                })
                .onErrorMap(
                        OverBudgetSignal.class, over -> new BudgetExceededException(over.numbers(), calls.attempts()));
    }
}
