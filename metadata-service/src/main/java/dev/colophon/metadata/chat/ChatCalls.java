package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.provider.ChatRelay;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.metadata.chat.ChatGate.NotAdmittedException;
import dev.colophon.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts a question to a client's accounts until one answers: each attempt is admitted before it is made and told of when it
 * ended. A failure that may pass is tried again, then whoever stands in is asked; a stream is bound to the account that
 * sent its first piece.
 */
@Component
class ChatCalls {

    private static final Logger log = LoggerFactory.getLogger(ChatCalls.class);
    private static final int ATTEMPTS = 3;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final long FIRST_WAIT_MILLIS = 100;

    /** One account of the chain and how often it was tried. */
    private record Turn(List<Integration> chain, int index, int tries) {

        Integration integration() {
            return chain.get(index);
        }

        Optional<Turn> after(ProviderFailure failure) {
            int most = Optional.ofNullable(integration().performance().maxAttempts())
                    .orElse(ATTEMPTS);
            boolean again = failure.kind() != Kind.PERMANENT && tries < most && shortly(failure);
            if (again) {
                return Optional.of(new Turn(chain, index, tries + 1));
            }
            return withAnother();
        }

        Optional<Turn> withAnother() {
            return index + 1 < chain.size() ? Optional.of(new Turn(chain, index + 1, 1)) : Optional.empty();
        }

        Duration pause(ProviderFailure failure) {
            if (tries == 1) {
                return Duration.ZERO;
            }
            long backoff = FIRST_WAIT_MILLIS << (tries - 2);
            Duration asked = Optional.ofNullable(failure.retryAfter()).orElse(Duration.ZERO);
            Duration jittered =
                    Duration.ofMillis(backoff + ThreadLocalRandom.current().nextLong(backoff));
            return asked.compareTo(jittered) > 0 ? asked : jittered;
        }

        private static boolean shortly(ProviderFailure failure) {
            return failure.retryAfter() == null || failure.retryAfter().compareTo(LONGEST_WAIT) <= 0;
        }
    }

    private final ChatAccounts accounts;
    private final ChatGate gate;
    private final ChatRelay relay;
    private final ChatLedger ledger;
    private final ObjectMapper json;
    private final Clock clock;

    ChatCalls(
            ChatAccounts accounts, ChatGate gate, ChatRelay relay, ChatLedger ledger, ObjectMapper json, Clock clock) {
        this.accounts = accounts;
        this.gate = gate;
        this.relay = relay;
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
    }

    /** The answer, whole. */
    Mono<ServedChat> ask(UUID clientId, ChatQuestion question) {
        return Flux.defer(() -> through(clientId, question, this::whole)).single();
    }

    /** The pieces of the answer, {@code [DONE]} included; cancelling ends the call, which is told of as far as it came. */
    Flux<StreamedPiece> stream(UUID clientId, ChatQuestion question) {
        return Flux.defer(() -> through(clientId, question, this::pieces));
    }

    private <T> Flux<T> through(UUID clientId, ChatQuestion question, Function<ChatAttempt, Publisher<T>> send) {
        ChatCall call = ChatCall.of(clientId, question);
        return turn(call, new Turn(accounts.chain(clientId, question.model()), 0, 1), send);
    }

    private <T> Flux<T> turn(ChatCall call, Turn turn, Function<ChatAttempt, Publisher<T>> send) {
        return Flux.defer(() -> {
            ChatAttempt attempt = ChatAttempt.of(call, turn.integration(), call.nextAttempt(), clock.instant());
            return gate.admit(attempt)
                    .thenMany(Flux.defer(() -> send.apply(attempt)))
                    .onErrorResume(ProviderFailure.class, failure -> {
                        log.info(
                                "attempt {} of call {} at {} failed: {}",
                                attempt.number(),
                                call.id(),
                                turn.integration(),
                                failure.getMessage());
                        return turn.after(failure)
                                .map(next -> Mono.delay(next.pause(failure)).thenMany(turn(call, next, send)))
                                .orElseGet(() -> Flux.error(refusal(failure)));
                    })
                    .onErrorResume(NotAdmittedException.class, denied -> turn.withAnother()
                            .map(next -> turn(call, next, send))
                            .orElseGet(() -> Flux.error(denied.refusal())));
        });
    }

    private Mono<ServedChat> whole(ChatAttempt attempt) {
        ChatQuestion question = attempt.call().question();
        return relay.ask(
                        attempt.integration(),
                        accounts.credentials(attempt.integration()),
                        question.forModel(attempt.integration().modelName()))
                .doOnNext(answer -> ledger.tell(attempt.observed(
                        "succeeded",
                        ChatUsage.of(answer.path("usage")),
                        answer.path("model").asText(""),
                        answer.path("id").asText(null))))
                .map(answer -> new ServedChat(answer, attempt))
                .onErrorMap(ProviderFailures::of)
                .doOnError(ProviderFailure.class, failure -> failed(attempt, failure, ChatUsage.UNKNOWN))
                .doOnCancel(() -> ledger.tell(attempt.observed(
                        "cancelled", ChatUsage.estimated(question.estimatedInputTokens(), 0), null, null)));
    }

    private Flux<StreamedPiece> pieces(ChatAttempt attempt) {
        ChatQuestion question = attempt.call().question();
        ChatStream stream = new ChatStream(json, question.wantsUsage());
        long input = question.estimatedInputTokens();
        return relay.stream(
                        attempt.integration(),
                        accounts.credentials(attempt.integration()),
                        question.forModel(attempt.integration().modelName()))
                .<String>handle((data, sink) -> stream.pass(data).ifPresent(sink::next))
                .map(data -> new StreamedPiece(data, attempt))
                .concatWith(Flux.defer(() -> stream.isDone() ? Flux.empty() : Flux.error(cutOff())))
                .onErrorMap(ProviderFailures::of)
                .doOnComplete(() -> ledger.tell(attempt.observed(
                        "succeeded", stream.usage(input), stream.model().orElse(null), stream.id())))
                .doOnCancel(() -> ledger.tell(attempt.observed(
                        "cancelled", stream.usage(input), stream.model().orElse(null), stream.id())))
                .onErrorResume(ProviderFailure.class, failure -> {
                    failed(attempt, failure, stream.hasBegun() ? stream.usage(input) : ChatUsage.UNKNOWN);
                    return stream.hasBegun() ? Flux.just(StreamedPiece.broken(attempt)) : Flux.error(failure);
                });
    }

    private void failed(ChatAttempt attempt, ProviderFailure failure, ChatUsage usage) {
        if (failure.reach() == Reach.NOT_SENT) {
            gate.release(attempt);
            return;
        }
        String outcome = failure.reach() == Reach.UNANSWERED
                ? "unanswered"
                : failure.kind() == Kind.THROTTLED ? "throttled" : "failed";
        ledger.tell(attempt.observed(outcome, usage, null, null));
    }

    private static ProviderFailure cutOff() {
        return new ProviderFailure(Kind.RETRIABLE, Reach.UNANSWERED, "the stream was cut off", null, null, null);
    }

    private static ProblemException refusal(ProviderFailure failure) {
        String detail = "No model answered: " + failure.getMessage();
        Integer status = failure.status();
        if (failure.kind() != Kind.PERMANENT) {
            return ProblemException.unavailable(
                    detail, Optional.ofNullable(failure.retryAfter()).orElse(Duration.ofSeconds(5)));
        }
        return status != null && (status == 400 || status == 413 || status == 422)
                ? ProblemException.badRequest("The provider refused the request: " + failure.getMessage())
                : ProblemException.of(HttpStatus.BAD_GATEWAY, detail);
    }
}
