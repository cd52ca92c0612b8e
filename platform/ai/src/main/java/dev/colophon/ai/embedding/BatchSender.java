package dev.colophon.ai.embedding;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.Embeddings.BatchAttempt;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.OverBudgetSignal;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.PaidAttempts.Order;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.Target;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Sends batches of one call, each again where that may help, and knows which request carried which texts. */
final class BatchSender {

    /** Statuses that speak of what was sent, and not of who sent it. */
    private static final Set<Integer> OF_CONTENT = Set.of(400, 413, 422);

    /** A minute's limit is back after a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(65);

    private static final int TURNS_FOR_A_PLACE = 200;
    private static final Duration TURN = Duration.ofMillis(100);

    /**
     * What became of a batch.
     *
     * @param outcomes one a text; none where it was refused
     * @param refused for its content, as a whole
     * @param stopped for a reason that other batches will meet as well
     */
    record Sent(List<Text> batch, List<TextOutcome> outcomes, boolean refused, boolean stopped) {

        static Sent all(List<Text> batch, TextOutcome outcome) {
            return new Sent(batch, Collections.nCopies(batch.size(), outcome), false, true);
        }

        Sent sameFor(List<Text> others) {
            return all(others, outcomes.get(0));
        }
    }

    private final ProviderGuards guards;
    private final PaidAttempts attempts;
    private final Scheduler threads;
    private final SpendContext payer;
    private final CallRecord calls;
    private final Target target;
    private final EmbeddingRequests requests;
    private final Map<UUID, List<Text>> carried = new ConcurrentHashMap<>();

    BatchSender(
            Integration integration,
            Supplier<EmbeddingModel> model,
            ProviderGuards guards,
            PaidAttempts attempts,
            Scheduler threads,
            SpendContext payer,
            AttemptListener listener,
            Clock clock) {
        this.guards = guards;
        this.attempts = attempts;
        this.threads = threads;
        this.payer = payer;
        this.calls = new CallRecord("embedding", clock, listener);
        this.target = new Target(integration.type().wireName(), integration.modelName(), integration.id());
        this.requests = new EmbeddingRequests(model, integration.model().dimensions());
    }

    UUID callId() {
        return calls.callId();
    }

    List<BatchAttempt> attempts() {
        return calls.attempts().stream()
                .map(attempt -> new BatchAttempt(
                        attempt,
                        carried.getOrDefault(attempt.attemptId(), List.of()).stream()
                                .map(Text::position)
                                .toList()))
                .toList();
    }

    Mono<Sent> send(List<Text> batch) {
        return send(batch, 1, 0);
    }

    private Mono<Sent> send(List<Text> batch, int tries, int turns) {
        long tokens = Text.tokens(batch);
        Mono<List<TextOutcome>> attempt = attempts.make(new Order(calls, target, payer, tokens, 0L), running -> {
            carried.put(running.attemptId(), batch);
            return guards.within(
                    Mono.fromCallable(() -> requests.send(batch, running)).subscribeOn(threads));
        });
        return guards.once(tokens, PATIENCE, attempt)
                .map(outcomes -> new Sent(batch, outcomes, false, false))
                .onErrorResume(ProviderFailure.class, failure -> after(batch, failure, tries, turns))
                .onErrorResume(
                        OverBudgetSignal.class,
                        over -> Mono.just(Sent.all(batch, new OverBudget(over.numbers(), over.degrade()))));
    }

    private Mono<Sent> after(List<Text> batch, ProviderFailure failure, int tries, int turns) {
        if (failure.status() != null && OF_CONTENT.contains(failure.status())) {
            return Mono.just(new Sent(batch, List.of(), true, false));
        }
        if (failure.getCause() instanceof MiscountException miscount) {
            return Mono.just(new Sent(batch, Collections.nCopies(batch.size(), miscount.outcome()), false, false));
        }
        if (failure.getCause() instanceof BulkheadFullException && turns < TURNS_FOR_A_PLACE) {
            return Mono.delay(TURN).then(send(batch, tries, turns + 1));
        }
        Duration wait = Optional.ofNullable(failure.retryAfter())
                .orElse(guards.limits().firstBackoff().multipliedBy(1L << Math.min(10, tries - 1)));
        boolean again = failure.countsAgainstProvider()
                && tries < guards.limits().maxAttempts()
                && wait.compareTo(guards.limits().longestWait()) <= 0;
        return again
                ? Mono.delay(wait).then(send(batch, tries + 1, turns))
                : Mono.just(Sent.all(
                        batch,
                        new Unserved(
                                String.valueOf(failure.getMessage()),
                                failure.kind() != Kind.PERMANENT,
                                failure.retryAfter())));
    }
}
