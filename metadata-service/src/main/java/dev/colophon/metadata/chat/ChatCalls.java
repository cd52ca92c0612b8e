package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.model.AiMetrics;
import dev.colophon.ai.provider.ChatRelay;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.events.ClientId;
import java.time.Clock;
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
    private final ChatLedger ledger;
    private final Clock clock;
    private final ChatRun.Means means;

    ChatCalls(
            ChatAccounts accounts,
            ChatLedger ledger,
            ChatRelay relay,
            PaidAttempts attempts,
            AiMetrics metrics,
            ObjectMapper json,
            Clock clock) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
        this.means = new ChatRun.Means(accounts, relay, attempts, metrics, json);
    }

    /** The answer, whole. */
    Mono<ServedChat> ask(UUID clientId, ChatQuestion question) {
        return Mono.defer(() -> run(new ClientId(clientId), question).answer());
    }

    /** The pieces of the answer, {@code [DONE]} included; cancelling ends the call, which is told of as far as it came. */
    Flux<StreamedPiece> stream(UUID clientId, ChatQuestion question) {
        return Flux.defer(() -> run(new ClientId(clientId), question).pieces());
    }

    private ChatRun run(ClientId clientId, ChatQuestion question) {
        SpendContext payer = new SpendContext(clientId, null, null, null, 1);
        return new ChatRun(
                means,
                question,
                accounts.chain(clientId, question.model()),
                payer,
                new CallRecord(ChatRun.OPERATION, clock, ledger.of(payer)));
    }
}
