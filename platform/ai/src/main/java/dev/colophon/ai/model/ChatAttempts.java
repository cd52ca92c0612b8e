package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.provider.ProviderUsage;
import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.Usage;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.colophon.persistence.work.ReplayContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Puts a call to one model, behind its guards, each attempt admitted. */
final class ChatAttempts {

    /** A value with the model that served it. */
    record Served<T>(T value, String model) {}

    private final PaidAttempts attempts;
    private final ProviderThreads threads;
    private final PromptTokens counts = new PromptTokens();

    ChatAttempts(PaidAttempts attempts, ProviderThreads threads) {
        this.attempts = attempts;
        this.threads = threads;
    }

    /** What putting it to the model would take; asks nobody. Takes CPU. */
    Forecast forecast(Candidate model, ModelCall<?> call) {
        return new Forecast(
                model.target(), counts.of(model.target(), call.request()), model.longestAnswer(call.request()));
    }

    /** All errors are {@link ProviderFailure}s or an {@link dev.colophon.ai.spend.OverBudgetSignal}. */
    <T> Mono<Served<T>> ask(Candidate model, ModelCall<T> call, CallRecord calls, SpendContext payer) {
        return inputTokens(model, call).flatMap(input -> {
            PaidAttempts.Order order =
                    new PaidAttempts.Order(calls, model.target(), payer, input, model.longestAnswer(call.request()));
            Mono<Served<T>> attempt = attempts.make(order, running -> model.guards()
                    .within(threads.ask(running.attemptId(), () -> serve(model, call, running))));
            return model.guards().call(order.tokens(), attempt);
        });
    }

    /** A replay's money was set aside by counted tokens, and is drawn by them; else the rule of thumb is quicker. */
    private Mono<Long> inputTokens(Candidate model, ModelCall<?> call) {
        return Mono.deferContextual(context -> ReplayContext.replayId(context).isPresent()
                ? Mono.fromCallable(() -> counts.of(model.target(), call.request()))
                        .subscribeOn(Schedulers.boundedElastic())
                : Mono.just(ApproximateTokens.of(call.request())));
    }

    private static <T> Served<T> serve(Candidate model, ModelCall<T> call, CallRecord.Running running) {
        ChatResponse response = opened(model.chat()).chat(call.request());
        running.answered(usage(response));
        return new Served<>(read(call, response), running.servedModel());
    }

    /** A model whose account lacks something, or whose credentials do not open here, is one that cannot be asked. */
    private static <M> M opened(Supplier<M> model) {
        try {
            return model.get();
        } catch (IllegalArgumentException | IllegalStateException | UnopenableSecretException e) {
            throw new ProviderFailure(
                    Kind.PERMANENT, Reach.NOT_SENT, "the account cannot be used: " + e.getMessage(), null, null, e);
        }
    }

    private static Usage usage(ChatResponse response) {
        ProviderUsage usage = ProviderUsage.of(response.tokenUsage());
        return new Usage(
                response.id(),
                response.modelName(),
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cachedInputTokens(),
                false);
    }

    private static <T> T read(ModelCall<T> call, ChatResponse response) {
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        try {
            if (text == null || text.isBlank()) {
                throw new UnusableAnswerException("empty");
            }
            return call.reader().read(text);
        } catch (UnusableAnswerException e) {
            throw ProviderFailure.unusable("unusable answer: " + e.getMessage(), e);
        }
    }
}
