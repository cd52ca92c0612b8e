package dev.colophon.ai.embedding;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.spend.OverBudgetSignal;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.PaidAttempts.Order;
import dev.colophon.ai.spend.Target;
import dev.colophon.ai.spend.UnknownPriceException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Sends batches of one call to one integration, each again where that may help. */
final class BatchSender {

    /** Statuses that speak of what was sent, and not of who sent it. */
    private static final Set<Integer> OF_CONTENT = Set.of(400, 413, 422);

    /** A minute's limit is back after a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(65);

    private static final int TURNS_FOR_A_PLACE = 200;
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration AFTER_A_PAUSE = Duration.ofMillis(10);

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

    private final EmbeddingCall call;
    private final Target target;
    private final EmbeddingRequests requests;
    private final ProviderGuards guards;
    private final PaidAttempts attempts;
    private final ProviderThreads threads;

    BatchSender(
            EmbeddingCall call,
            Integration integration,
            EmbeddingRequests requests,
            ProviderGuards guards,
            PaidAttempts attempts,
            ProviderThreads threads) {
        this.call = call;
        this.target = new Target(integration.type().wireName(), integration.modelName(), integration.id());
        this.requests = requests;
        this.guards = guards;
        this.attempts = attempts;
        this.threads = threads;
    }

    Mono<Sent> send(List<Text> batch) {
        return send(batch, 1, 0);
    }

    private Mono<Sent> send(List<Text> batch, int tries, int turns) {
        long tokens = Text.tokens(batch);
        Order order = new Order(call.record(), target, call.order().payer(), tokens, 0L);
        Mono<List<TextOutcome>> attempt = attempts.make(order, running -> {
            call.carries(running, batch);
            // the connection itself gives up on silence; what the time limiter ends had begun to answer
            return guards.within(threads.ask(running.attemptId(), () -> requests.send(batch, running)))
                    .onErrorMap(TimeoutException.class, ProviderFailure::tooSlow);
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
        if (failure.getCause() instanceof UnusableAnswerException unusable) {
            return Mono.just(new Sent(batch, Collections.nCopies(batch.size(), unusable.outcome()), false, false));
        }
        if (failure.getCause() instanceof UnknownPriceException unknown) {
            return Mono.just(Sent.all(batch, new Unpriced(String.valueOf(unknown.getMessage()))));
        }
        Optional<Duration> turn = turn(failure);
        if (turn.isPresent() && turns < TURNS_FOR_A_PLACE) {
            return Mono.delay(turn.get()).then(send(batch, tries, turns + 1));
        }
        return afterFailure(batch, failure, tries, turns);
    }

    /** What never left because of other calls waits for them, and has not been tried by that. */
    private Optional<Duration> turn(ProviderFailure failure) {
        if (failure.getCause() instanceof BulkheadFullException) {
            return Optional.of(TURN);
        }
        return failure.kind() == Kind.REFUSED
                ? guards.pause()
                        .filter(pause -> pause.compareTo(guards.limits().longestWait()) <= 0)
                        .map(AFTER_A_PAUSE::plus)
                : Optional.empty();
    }

    private Mono<Sent> afterFailure(List<Text> batch, ProviderFailure failure, int tries, int turns) {
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
