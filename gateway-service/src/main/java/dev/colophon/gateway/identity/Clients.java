package dev.colophon.gateway.identity;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Role;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes and changes clients and their keys, and tells the other services of clients in the same transaction. */
@Component
class Clients {

    /** A key that was just made. It is shown now and never again. */
    record NewKey(ApiKey key, ApiKeySecret secret) {}

    /** A client with its first key. */
    record NewClient(Client client, NewKey firstKey) {}

    private static final Logger log = LoggerFactory.getLogger(Clients.class);

    private final ClientStore clients;
    private final ApiKeyStore keys;
    private final Identities identities;
    private final ClientTransactions transactions;
    private final Outbox outbox;
    private final SecureRandom random;
    private final Clock clock;

    Clients(
            ClientStore clients,
            ApiKeyStore keys,
            Identities identities,
            ClientTransactions transactions,
            Outbox outbox,
            SecureRandom random,
            Clock clock) {
        this.clients = clients;
        this.keys = keys;
        this.identities = identities;
        this.transactions = transactions;
        this.outbox = outbox;
        this.random = random;
        this.clock = clock;
    }

    Mono<NewClient> create(String name, Set<Role> firstKeyRoles, String createdBy) {
        return create(name, firstKeyRoles, createdBy, ApiKeySecret.generate(random));
    }

    /** As above with a key made beforehand, so that it can be kept safe before the client exists. */
    Mono<NewClient> create(String name, Set<Role> firstKeyRoles, String createdBy, ApiKeySecret secret) {
        Instant now = now();
        Client client = new Client(Ids.newId(), name, 1, now, now);
        NewKey firstKey = newKey("first key", firstKeyRoles, null, createdBy, secret);
        Mono<NewClient> work = clients.insert(client)
                .then(keys.insert(client.id(), firstKey.key(), secret))
                .then(outbox.append(configured(client)))
                .thenReturn(new NewClient(client, firstKey));
        return transactions
                .inClient(client.id(), work)
                .onErrorMap(DuplicateKeyException.class, error -> nameTaken())
                .doOnNext(created -> log.info("client {} created by {}", client.id(), createdBy));
    }

    Mono<Client> rename(UUID id, String name) {
        Mono<Client> work = clients.rename(id, name, now())
                .flatMap(client -> outbox.append(configured(client)).thenReturn(client));
        return transactions
                .inClient(id, work)
                .onErrorMap(DuplicateKeyException.class, error -> nameTaken())
                .doOnNext(client -> log.info("client {} renamed", id));
    }

    Mono<NewKey> addKey(UUID clientId, String name, Set<Role> roles, @Nullable Instant expiresAt, String createdBy) {
        NewKey made = newKey(name, roles, expiresAt, createdBy, ApiKeySecret.generate(random));
        return keys.insert(clientId, made.key(), made.secret())
                .thenReturn(made)
                .doOnNext(key ->
                        log.info("key {} of client {} created by {}", key.key().id(), clientId, createdBy));
    }

    Mono<UUID> revokeKey(UUID clientId, UUID keyId, String revokedBy) {
        return keys.revoke(clientId, keyId, now()).doOnNext(revoked -> {
            identities.forget(keyId);
            log.info("key {} of client {} revoked by {}", keyId, clientId, revokedBy);
        });
    }

    private NewKey newKey(
            String name, Set<Role> roles, @Nullable Instant expiresAt, String createdBy, ApiKeySecret secret) {
        ApiKey key = new ApiKey(Ids.newId(), name, secret.prefix(), roles, now(), createdBy, expiresAt, null, null);
        return new NewKey(key, secret);
    }

    private ClientConfigured configured(Client client) {
        return new ClientConfigured(
                new ClientId(client.id()),
                "client",
                client.version(),
                Map.of("name", client.name()),
                client.updatedAt());
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException nameTaken() {
        return ProblemException.conflict("There is a client of this name already");
    }
}
