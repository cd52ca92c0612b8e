package dev.colophon.ai.model;

import dev.colophon.ai.local.LocalLanguage;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks the configured providers in order until one gives a usable answer, and at last the call's local supplier. Never
 * blocks the caller; each try is an {@link Attempt} of the result or, when nobody answered, of the
 * {@link ChainExhaustedException}.
 */
public final class FallbackChain {

    private static final Logger LOG = LoggerFactory.getLogger(FallbackChain.class);
    private static final String NOBODY = "none";

    private final List<GuardedModel> models;
    private final AiMetrics metrics;
    private final Clock clock;

    FallbackChain(List<GuardedModel> models, AiMetrics metrics, Clock clock) {
        this.models = List.copyOf(models);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The providers that are configured, in the order they are asked. */
    public List<String> providers() {
        return models.stream().map(GuardedModel::provider).toList();
    }

    /** Every subscription is a call of its own. */
    public <T> Mono<ChainResult<T>> call(ModelCall<T> call) {
        return Mono.defer(() -> {
            CallRecord calls = new CallRecord(call.operation(), clock, metrics);
            return ask(call, calls, 0, null).doOnError(error -> metrics.answered(call.operation(), NOBODY, false));
        });
    }

    private <T> Mono<ChainResult<T>> ask(
            ModelCall<T> call, CallRecord calls, int index, @Nullable ProviderFailure before) {
        if (index == models.size()) {
            return locally(call, calls, before);
        }
        GuardedModel model = models.get(index);
        return model.ask(call, calls)
                .map(served -> result(call, calls, served.value(), model.provider(), served.model(), index > 0))
                .onErrorResume(ProviderFailure.class, failure -> {
                    LOG.info(
                            "{} gave no answer for call {} ({}): {}",
                            model.provider(),
                            calls.callId(),
                            call.operation(),
                            failure.getMessage());
                    return ask(call, calls, index + 1, worthier(before, failure));
                });
    }

    private <T> Mono<ChainResult<T>> locally(ModelCall<T> call, CallRecord calls, @Nullable ProviderFailure before) {
        if (call.local() == null) {
            return Mono.error(() -> exhausted(calls, before));
        }
        return Mono.defer(() -> {
            CallRecord.Running running = calls.start(LocalLanguage.PROVIDER, LocalLanguage.MODEL);
            return Mono.<T>fromCallable(
                            () -> Objects.requireNonNull(call.local()).get())
                    .subscribeOn(Schedulers.boundedElastic())
                    .doOnNext(value -> running.succeeded())
                    .doOnError(error -> running.failed(ProviderFailures.of(error)))
                    .doOnCancel(running::cancelled)
                    .onErrorMap(error -> new ChainExhaustedException(
                            "the local answer failed", calls.attempts(), false, null, error))
                    .map(value ->
                            result(call, calls, value, LocalLanguage.PROVIDER, LocalLanguage.MODEL, !models.isEmpty()));
        });
    }

    private <T> ChainResult<T> result(
            ModelCall<T> call, CallRecord calls, T value, String provider, String model, boolean fallback) {
        metrics.answered(call.operation(), provider, fallback);
        return new ChainResult<>(value, provider, model, calls.callId(), calls.attempts());
    }

    private ChainExhaustedException exhausted(CallRecord calls, @Nullable ProviderFailure failure) {
        Duration pause = models.stream()
                .flatMap(model -> model.pause().stream())
                .min(Duration::compareTo)
                .orElse(failure == null ? null : failure.retryAfter());
        boolean retriable = failure != null && failure.kind() != ProviderFailure.Kind.PERMANENT;
        String message = models.isEmpty() ? "no language model is configured" : "no language model answered";
        return new ChainExhaustedException(message, calls.attempts(), retriable, pause, failure);
    }

    /** One failure that may pass makes the whole call worth repeating. */
    private static ProviderFailure worthier(@Nullable ProviderFailure before, ProviderFailure next) {
        return before != null && before.kind() != ProviderFailure.Kind.PERMANENT ? before : next;
    }
}
