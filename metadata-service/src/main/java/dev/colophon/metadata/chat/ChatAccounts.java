package dev.colophon.metadata.chat;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.guard.IntegrationGuards;
import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.events.ClientId;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Which of a client's accounts a question may be put to. */
@Component
class ChatAccounts {

    private static final String DEFAULT = "default";

    private final ClientAccounts accounts;
    private final SecretBox secrets;
    private final IntegrationGuards guards;

    ChatAccounts(ClientAccounts accounts, SecretBox secrets, IntegrationGuards guards) {
        this.accounts = accounts;
        this.secrets = secrets;
        this.guards = guards;
    }

    /**
     * The first choice, then whoever stands in for it.
     *
     * @param model as {@link ChatQuestion#model()}
     * @throws ProblemException {@code 404} where the client has no such model
     */
    List<Integration> chain(ClientId clientId, @Nullable String model) {
        List<Integration> chain = model == null || model.equals(DEFAULT)
                ? accounts.chain(clientId, ChatRun.OPERATION)
                : accounts.named(clientId, model, ChatRun.OPERATION).stream()
                        .filter(integration -> !integration.isLocal())
                        .toList();
        if (chain.isEmpty()) {
            throw ProblemException.of(
                            HttpStatus.NOT_FOUND,
                            "There is no such model",
                            new FieldError("model", "must name an active integration for chat, or its model"))
                    .with(Map.of(OpenAiError.CODE, "model_not_found"));
        }
        return chain;
    }

    ProviderGuards guards(Integration integration) {
        return guards.of(integration);
    }

    Credentials credentials(Integration integration) {
        return Credentials.open(integration, secrets);
    }
}
