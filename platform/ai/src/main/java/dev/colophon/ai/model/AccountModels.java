package dev.colophon.ai.model;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.PerIntegration;
import dev.colophon.ai.account.Policies;
import dev.colophon.ai.guard.IntegrationGuards;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.spend.Target;
import dev.colophon.events.ClientId;
import dev.colophon.persistence.secret.SecretBox;
import dev.langchain4j.model.chat.ChatModel;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/** The models that clients chose for themselves, opened when they are first asked and anew when they are changed. */
final class AccountModels {

    private final ClientAccounts accounts;
    private final ProviderModels models;
    private final Supplier<SecretBox> secrets;
    private final IntegrationGuards guards;
    private final PerIntegration<Candidate> candidates = new PerIntegration<>(this::open);

    AccountModels(
            ClientAccounts accounts, ProviderModels models, Supplier<SecretBox> secrets, IntegrationGuards guards) {
        this.accounts = accounts;
        this.models = models;
        this.secrets = secrets;
        this.guards = guards;
        accounts.onRemoval(candidates::forget);
        accounts.onRemoval(guards::forget);
    }

    Mono<Void> areKnown() {
        return accounts.areKnown();
    }

    Policies policies(ClientId clientId) {
        return accounts.policies(clientId);
    }

    /** Whom the client chose for the operation, in order; empty where it chose nobody. */
    List<Integration> chain(ClientId clientId, String operation) {
        return accounts.chain(clientId, operation);
    }

    Candidate candidate(Integration integration) {
        return candidates.of(integration);
    }

    private Candidate open(Integration integration) {
        Supplier<ChatModel> chat = SingletonSupplier.of(() -> models.chat(integration, credentials(integration)));
        return new Candidate(
                new Target(integration.type().wireName(), integration.modelName(), integration.id()),
                integration.model().maxOutputTokens(),
                guards.of(integration),
                chat);
    }

    private Credentials credentials(Integration integration) {
        return Credentials.open(integration, secrets);
    }
}
