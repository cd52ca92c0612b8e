package dev.colophon.ai.account;

import dev.colophon.events.ClientId;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What clients configured of models, in memory: their accounts with providers, which one serves which operation, and their
 * policies. Credentials stay sealed. Thread-safe; a reader sees each change whole. Until all that was configured has been
 * read after a start, readers get a {@link ProblemException} with {@code 503}: a client whose accounts are not known is not
 * one that has none.
 */
public final class ClientAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(ClientAccounts.class);
    private static final String INTEGRATION = "integration/";
    private static final String MODELS = "configuration/models";
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String POLICIES = "configuration/policies";

    private final Map<ClientId, ClientAccount> accounts = new ConcurrentHashMap<>();
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private final Sinks.Empty<Void> known = Sinks.empty();
    private volatile boolean beingRead;

    /** From here on {@link #areKnown} says when readers get an answer. */
    void areBeingRead() {
        beingRead = true;
    }

    void areRead() {
        beingRead = false;
        known.tryEmitEmpty();
    }

    /** Completes when all that was configured has been read. */
    public Mono<Void> areKnown() {
        return Mono.defer(() -> beingRead ? known.asMono() : Mono.empty());
    }

    /** All integrations of the client, active or not. */
    public List<Integration> integrations(ClientId clientId) {
        return List.copyOf(of(clientId).integrations().values());
    }

    public Optional<Integration> integration(ClientId clientId, UUID id) {
        return Optional.ofNullable(of(clientId).integrations().get(id));
    }

    /**
     * Whom to ask for {@code operation}, in order: the integration that the client chose for it (or as its default), then
     * the fallbacks, each once however they are linked. Empty where the client chose none.
     */
    public List<Integration> chain(ClientId clientId, String operation) {
        return of(clientId).chain(operation);
    }

    /**
     * As {@link #chain(ClientId, String)}, beginning with the active integration that a caller named: by its name or id, or
     * by its model, which several may share; of those the one chosen for the operation, or else the oldest. Empty where
     * there is none that can do it.
     */
    public List<Integration> named(ClientId clientId, String model, String operation) {
        return of(clientId).named(model, operation);
    }

    public Policies policies(ClientId clientId) {
        return of(clientId).policies();
    }

    /** Operations with the integration that the client chose for each. */
    public Map<String, UUID> models(ClientId clientId) {
        return of(clientId).models();
    }

    /** Tells {@code listener} of every integration that is no longer there. */
    public void onRemoval(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    private ClientAccount of(ClientId clientId) {
        if (beingRead) {
            throw ProblemException.unavailable("The accounts of clients are still being read", SOON);
        }
        return now(clientId);
    }

    private ClientAccount now(ClientId clientId) {
        return accounts.getOrDefault(clientId, ClientAccount.NONE);
    }

    /** Takes one kind of configuration over; what cannot be read is as if it were not there, and is logged. */
    public void apply(ClientConfigured configured) {
        ClientId clientId = configured.clientId();
        try {
            change(clientId, configured);
        } catch (IllegalArgumentException | ArithmeticException e) {
            LOG.warn("{} of client {} cannot be used: {}", configured.kind(), clientId, e.getMessage());
            remove(clientId, configured.kind());
        }
    }

    private void change(ClientId clientId, ClientConfigured configured) {
        String kind = configured.kind();
        Settings values = new Settings(configured.values());
        if (kind.startsWith(INTEGRATION)) {
            UUID id = UUID.fromString(kind.substring(INTEGRATION.length()));
            Integration integration = Integration.of(configured.values()).orElse(null);
            update(clientId, id, account -> account.with(id, integration));
        } else if (kind.equals(MODELS)) {
            Map<String, UUID> models = models(values);
            update(clientId, account -> account.withModels(models));
        } else if (kind.equals(POLICIES)) {
            Policies policies = Policies.of(values);
            update(clientId, account -> account.withPolicies(policies));
        }
    }

    /** Forgets one kind of configuration. */
    public void remove(ClientId clientId, String kind) {
        if (kind.startsWith(INTEGRATION)) {
            UUID id = UUID.fromString(kind.substring(INTEGRATION.length()));
            update(clientId, id, account -> account.with(id, null));
        } else if (kind.equals(MODELS)) {
            update(clientId, account -> account.withModels(Map.of()));
        } else if (kind.equals(POLICIES)) {
            update(clientId, account -> account.withPolicies(Policies.DEFAULT));
        }
    }

    private void update(ClientId clientId, UUID integrationId, UnaryOperator<ClientAccount> change) {
        update(clientId, change);
        if (!now(clientId).integrations().containsKey(integrationId)) {
            listeners.forEach(listener -> listener.accept(integrationId));
        }
    }

    private void update(ClientId clientId, UnaryOperator<ClientAccount> change) {
        accounts.compute(clientId, (id, account) -> change.apply(account == null ? ClientAccount.NONE : account));
    }

    private static Map<String, UUID> models(Settings values) {
        Map<String, UUID> models = new HashMap<>();
        for (Object operation : values.values().keySet()) {
            UUID id = values.id((String) operation);
            if (id != null) {
                models.put((String) operation, id);
            }
        }
        return models;
    }
}
