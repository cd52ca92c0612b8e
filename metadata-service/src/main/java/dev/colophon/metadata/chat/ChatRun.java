package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.ai.model.AiMetrics;
import dev.colophon.ai.provider.ChatRelay;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.OverBudgetSignal;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.SpendProblems;
import dev.colophon.ai.spend.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One question on its way along a client's accounts, until one answers; a stream stays with the account that sent its first
 * piece.
 */
final class ChatRun {

    static final String OPERATION = "chat";

    private static final Logger log = LoggerFactory.getLogger(ChatRun.class);
    private static final String NOBODY = "none";

    /** What every question needs. */
    record Means(ChatAccounts accounts, ChatRelay relay, PaidAttempts attempts, AiMetrics metrics, ObjectMapper json) {}

    private final Means means;
    private final ChatQuestion question;
    private final List<Integration> chain;
    private final SpendContext payer;
    private final CallRecord calls;
    private final AtomicBoolean begun = new AtomicBoolean();

    ChatRun(Means means, ChatQuestion question, List<Integration> chain, SpendContext payer, CallRecord calls) {
        this.means = means;
        this.question = question;
        this.chain = chain;
        this.payer = payer;
        this.calls = calls;
    }

    /** Whom the question is for. */
    Target firstChoice() {
        return target(chain.get(0));
    }

    /** The answer, whole. */
    Mono<ServedChat> answer() {
        return through(this::whole).single();
    }

    /** The pieces of the answer, {@code [DONE]} included. */
    Flux<StreamedPiece> pieces() {
        return through(this::streamed);
    }

    private <T> Flux<T> through(Function<Integration, Publisher<T>> send) {
        return ask(0, null, send).doOnError(error -> means.metrics().answered(OPERATION, NOBODY, false));
    }

    private <T> Flux<T> ask(int index, @Nullable ProviderFailure before, Function<Integration, Publisher<T>> send) {
        if (index == chain.size()) {
            return Flux.error(() -> ChatRefusals.of(before));
        }
        Integration integration = chain.get(index);
        return Flux.from(send.apply(integration))
                .doOnComplete(() ->
                        means.metrics().answered(OPERATION, integration.type().wireName(), index > 0))
                .onErrorResume(ProviderFailure.class, failure -> {
                    log.info("{} gave no answer for call {}: {}", integration, calls.callId(), failure.getMessage());
                    return ask(index + 1, ProviderFailure.worthier(before, failure), send);
                })
                .onErrorResume(OverBudgetSignal.class, over -> {
                    boolean another = over.degrade() && index + 1 < chain.size();
                    return another
                            ? ask(index + 1, before, send)
                            : Flux.error(SpendProblems.overBudget(over.numbers(), ""));
                });
    }

    private Mono<ServedChat> whole(Integration integration) {
        ProviderGuards guards = means.accounts().guards(integration);
        PaidAttempts.Order order = order(integration);
        Mono<ServedChat> attempt = means.attempts()
                .make(order, running -> guards.within(means.relay().ask(put(running, integration)))
                        .map(answer -> served(answer, running)));
        return guards.call(order.tokens(), attempt);
    }

    private static ServedChat served(JsonNode answer, CallRecord.Running running) {
        running.answered(ChatUsage.of(
                answer.path("usage"),
                answer.path("id").asText(null),
                answer.path("model").asText(null)));
        return ServedChat.by(running, answer);
    }

    private Flux<StreamedPiece> streamed(Integration integration) {
        ProviderGuards guards = means.accounts().guards(integration);
        PaidAttempts.Order order = order(integration);
        Flux<StreamedPiece> attempt = means.attempts().stream(order, running -> pieces(integration, running));
        return guards.again(guards.stream(order.tokens(), attempt), begun::get)
                .onErrorResume(
                        ProviderFailure.class,
                        failure -> begun.get() ? Flux.just(StreamedPiece.BROKEN) : Flux.error(failure));
    }

    private Flux<StreamedPiece> pieces(Integration integration, CallRecord.Running running) {
        ChatStream stream = new ChatStream(means.json(), question, running);
        return means.relay().stream(put(running, integration))
                .<String>handle((data, sink) -> stream.pass(data).ifPresent(sink::next))
                .concatWith(Flux.defer(() -> stream.isDone() ? Flux.empty() : Flux.error(cutOff())))
                .map(data -> new StreamedPiece(data, running))
                .doOnNext(piece -> begun.set(true));
    }

    private ChatRelay.Question put(CallRecord.Running running, Integration integration) {
        return new ChatRelay.Question(
                running.attemptId(),
                integration,
                means.accounts().credentials(integration),
                question.forModel(integration.modelName()));
    }

    private PaidAttempts.Order order(Integration integration) {
        return new PaidAttempts.Order(
                calls,
                target(integration),
                payer,
                question.estimatedInputTokens(),
                Optional.ofNullable(question.maxOutputTokens())
                        .map(Integer::longValue)
                        .orElse(null));
    }

    private static Target target(Integration integration) {
        return new Target(integration.type().wireName(), integration.modelName(), integration.id());
    }

    private static ProviderFailure cutOff() {
        return new ProviderFailure(Kind.RETRIABLE, Reach.UNANSWERED, "the stream was cut off", null, null, null);
    }
}
