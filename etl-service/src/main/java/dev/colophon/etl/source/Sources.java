package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.Connector;
import dev.colophon.etl.item.Items;
import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.etl.source.Source.Webhook;
import dev.colophon.events.Ids;
import dev.colophon.persistence.ClientTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A client's sources. What a connector checks may ask the network, so it gets a thread that may block, and no transaction
 * is open meanwhile.
 */
@Component
class Sources {

    private static final Logger log = LoggerFactory.getLogger(Sources.class);
    private static final int SECRET_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UUID NOT_YET = new UUID(0, 0);
    private static final JsonNode START = JsonNodeFactory.instance.objectNode();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClientTransactions transactions;
    private final SourceStore sources;
    private final SourceCredentials credentials;
    private final ConnectedSources connected;
    private final Connectors connectors;
    private final WebhookTypes webhooks;
    private final SyncQueue queue;
    private final RunLedger ledger;
    private final ProjectRefs projects;
    private final Items items;
    private final Clock clock;

    Sources(
            ClientTransactions transactions,
            SourceStore sources,
            SourceCredentials credentials,
            ConnectedSources connected,
            Connectors connectors,
            WebhookTypes webhooks,
            SyncQueue queue,
            RunLedger ledger,
            ProjectRefs projects,
            Items items,
            Clock clock) {
        this.transactions = transactions;
        this.sources = sources;
        this.credentials = credentials;
        this.connected = connected;
        this.connectors = connectors;
        this.webhooks = webhooks;
        this.queue = queue;
        this.ledger = ledger;
        this.projects = projects;
        this.items = items;
        this.clock = clock;
    }

    /** A source to be tried before it is connected. */
    record Trial(String type, JsonNode config, @Nullable JsonNode credentials) {

        @Override
        public String toString() {
            return "Trial[" + type + "]";
        }
    }

    private record Checked(
            JsonNode config, JsonNode credentials, @Nullable String newSecret) {}

    Mono<Source> create(UUID clientId, SourceRequest request) {
        Connector connector = connectors.require(request.type());
        Schedule schedule = Schedule.of(request.schedule());
        UUID id = Ids.newId();
        return projects.require(clientId, request.projectId())
                .then(blocking(() -> checked(connector, request.config(), request.credentials())))
                .flatMap(checked -> {
                    Source source = fresh(id, request, checked.config(), schedule);
                    String sealed = credentials.sealed(id, checked.credentials());
                    return transactions
                            .inClient(
                                    clientId,
                                    sources.insert(clientId, source, sealed)
                                            .then(Mono.defer(() -> queue.plan(clientId, source)))
                                            .then(Mono.defer(() -> sources.find(id))))
                            .map(made -> made.with(webhook(made, checked.newSecret())));
                })
                .doOnNext(made -> log.info("connected source {} ({}) of client {}", id, made.type(), clientId));
    }

    private Source fresh(UUID id, SourceRequest request, JsonNode config, @Nullable Schedule schedule) {
        Instant now = clock.instant();
        String name = request.name().strip();
        return new Source(
                id,
                request.projectId(),
                request.type(),
                name,
                config,
                schedule,
                false,
                START,
                null,
                null,
                null,
                now,
                now);
    }

    private Checked checked(Connector connector, JsonNode config, @Nullable JsonNode given) {
        JsonNode checkedConfig = connector.checked(config);
        JsonNode checkedCredentials = connector.checkedCredentials(given);
        boolean needsSecret =
                webhooks.has(connector.type()) && !checkedCredentials.hasNonNull(SourceCredentials.WEBHOOK_SECRET);
        if (!needsSecret) {
            return new Checked(checkedConfig, checkedCredentials, null);
        }
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        ObjectNode all = checkedCredentials.deepCopy();
        return new Checked(checkedConfig, all.put(SourceCredentials.WEBHOOK_SECRET, secret), secret);
    }

    private @Nullable Webhook webhook(Source source, @Nullable String secret) {
        return webhooks.has(source.type())
                ? new Webhook("/api/v1/webhooks/" + source.type() + "/" + source.id(), secret)
                : null;
    }

    Source shown(Source source) {
        return source.with(webhook(source, null));
    }

    /** A source; {@code 404} where it is not this client's. */
    Mono<Source> find(UUID clientId, UUID id) {
        return transactions.inClient(clientId, sources.require(id)).map(this::shown);
    }

    Mono<Source> change(UUID clientId, UUID id, SourceChanges changes) {
        Schedule schedule = Schedule.of(changes.schedule());
        return find(clientId, id).flatMap(before -> {
            Connector connector = connectors.require(before.type());
            JsonNode wanted = changes.config();
            Mono<JsonNode> config =
                    wanted == null ? Mono.just(before.config()) : blocking(() -> connector.checked(wanted));
            Mono<JsonNode> secrets = changes.credentials() == null
                    ? Mono.empty()
                    : blocking(() -> connector.checkedCredentials(changes.credentials()));
            return config.flatMap(checked -> secrets.map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .flatMap(checkedSecrets -> transactions.inClient(
                            clientId,
                            superseded(before, checked)
                                    .flatMap(run -> store(
                                            clientId,
                                            id,
                                            changes,
                                            schedule,
                                            checked,
                                            checkedSecrets.orElse(null),
                                            run.orElse(null))))));
        });
    }

    /** The run that reads by a configuration which goes, taken from whoever holds it. */
    private Mono<Optional<SourceRun>> superseded(Source before, JsonNode config) {
        return config.equals(before.config())
                ? Mono.just(Optional.empty())
                : queue.withdrawOf(before.id()).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Source> store(
            UUID clientId,
            UUID id,
            SourceChanges changes,
            @Nullable Schedule schedule,
            JsonNode config,
            @Nullable JsonNode secrets,
            @Nullable SourceRun superseded) {
        return sources.lock(id)
                .then(Mono.defer(() -> sources.require(id)))
                .flatMap(now -> {
                    Source after = changes.appliedTo(now, config, schedule);
                    boolean elsewhere = !after.config().equals(now.config());
                    return sources.update(after)
                            .then(Mono.defer(() -> secrets == null ? Mono.<Void>empty() : replace(id, secrets)))
                            .then(Mono.defer(() -> elsewhere ? sources.moveCursor(after, START) : Mono.<Void>empty()))
                            .then(Mono.defer(() -> queue.plan(clientId, after)))
                            .then(Mono.defer(() -> superseded == null
                                    ? Mono.<Void>empty()
                                    : ledger.beginAnew(clientId, after, superseded)))
                            .then(Mono.defer(() -> sources.require(id)))
                            .map(this::shown);
                })
                .doOnNext(made -> log.info("changed source {} of client {}", id, clientId));
    }

    private Mono<Void> replace(UUID id, JsonNode secrets) {
        return sources.credentials(id)
                .map(stored -> credentials.opened(id, stored).path(SourceCredentials.WEBHOOK_SECRET))
                .filter(secret -> secret.isTextual() && !secrets.hasNonNull(SourceCredentials.WEBHOOK_SECRET))
                .<JsonNode>map(
                        secret -> ((ObjectNode) secrets.deepCopy()).set(SourceCredentials.WEBHOOK_SECRET, secret))
                .defaultIfEmpty(secrets)
                .flatMap(all -> sources.storeCredentials(id, credentials.sealed(id, all)));
    }

    Mono<Void> delete(UUID clientId, UUID id) {
        return transactions
                .inClient(clientId, sources.require(id).flatMap(source -> queue.forget(id)
                        .then(Mono.defer(() -> items.removeOfSource(clientId, source.projectId(), id)))
                        .then(Mono.defer(() -> sources.delete(id)))))
                .doOnSuccess(done -> log.info("disconnected source {} of client {}", id, clientId));
    }

    /** Tries a source that is not connected yet. */
    Mono<ConnectionReport> test(UUID clientId, Trial trial) {
        Connector connector = connectors.require(trial.type());
        return tried(() -> connector.test(new Connection(
                clientId,
                NOT_YET,
                NOT_YET,
                connector.checked(trial.config()),
                connector.checkedCredentials(trial.credentials()))));
    }

    Mono<ConnectionReport> test(UUID clientId, UUID id) {
        return connected.connection(clientId, id).flatMap(connection -> find(clientId, id)
                .flatMap(source -> tried(() -> connectors.require(source.type()).test(connection))));
    }

    private static Mono<ConnectionReport> tried(Callable<ConnectionReport> test) {
        return blocking(test)
                .timeout(PATIENCE)
                .onErrorReturn(
                        TimeoutException.class,
                        ConnectionReport.fails("The source did not answer within " + PATIENCE.toSeconds() + " s"));
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
