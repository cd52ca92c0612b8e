package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.model.AiMetrics;
import dev.colophon.ai.provider.ChatRelay;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.ai.spend.UsageOutbox;
import dev.colophon.events.ClientId;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts a question to a client's accounts until one answers: each attempt goes through the account's guards, is admitted
 * before it is made and told of when it ended. Errors are {@link dev.colophon.web.problem.ProblemException}s.
 */
@Component
class ChatCalls {

    private final ChatAccounts accounts;
    private final UsageOutbox usage;
    private final ChatAnswers answers;
    private final Clock clock;
    private final ChatRun.Means means;

    ChatCalls(
            ChatAccounts accounts,
            UsageOutbox usage,
            ChatAnswers answers,
            ChatRelay relay,
            PaidAttempts attempts,
            AiMetrics metrics,
            ObjectMapper json,
            Clock clock) {
        this.accounts = accounts;
        this.usage = usage;
        this.answers = answers;
        this.clock = clock;
        this.means = new ChatRun.Means(accounts, relay, attempts, metrics, json);
    }

    /**
     * The answer, whole.
     *
     * @param oldest the age at which an answer to the same question still serves; zero for none
     */
    Mono<ServedChat> ask(UUID clientId, ChatQuestion question, Duration oldest) {
        return Mono.defer(() -> {
            SpendContext payer = payer(clientId);
            ChatRun run = run(payer, question);
            return oldest.isZero()
                    ? run.answer()
                    : answers.through(payer, question, run.firstChoice(), oldest, run.answer());
        });
    }

    /** The pieces of the answer, {@code [DONE]} included; cancelling ends the call, which is told of as far as it came. */
    Flux<StreamedPiece> stream(UUID clientId, ChatQuestion question) {
        return Flux.defer(() -> run(payer(clientId), question).pieces());
    }

    private static SpendContext payer(UUID clientId) {
        return new SpendContext(new ClientId(clientId), null, null, 1);
    }

    private AttemptListener listener(SpendContext payer) {
        return (attempt, target) -> {
            means.metrics().ended(attempt, target);
            usage.tell(UsageObservations.of(payer, attempt));
        };
    }

    private ChatRun run(SpendContext payer, ChatQuestion question) {
        return new ChatRun(
                means,
                question,
                accounts.chain(payer.clientId(), question.model()),
                payer,
                new CallRecord(ChatRun.OPERATION, clock, listener(payer)));
    }
}
