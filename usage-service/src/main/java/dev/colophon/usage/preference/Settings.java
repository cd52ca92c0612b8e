package dev.colophon.usage.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.audit.AuditEntry;
import dev.colophon.usage.audit.AuditTrail;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.Integrations;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A client's documents. A change is stored, told of and kept in the audit history in one transaction, or not at all. */
@Component
class Settings {

    private static final Logger log = LoggerFactory.getLogger(Settings.class);

    private final ClientTransactions transactions;
    private final SettingStore store;
    private final Integrations integrations;
    private final AuditTrail trail;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final Clock clock;
    private final SettingSchemas schemas = new SettingSchemas();

    Settings(
            ClientTransactions transactions,
            SettingStore store,
            Integrations integrations,
            AuditTrail trail,
            Outbox outbox,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.integrations = integrations;
        this.trail = trail;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
    }

    /** What is in force: the stored document, or the defaults. */
    Mono<Setting> get(UUID clientId, SettingKind kind) {
        return transactions.inClient(clientId, inForce(kind));
    }

    /** @param expected the version that the caller has read; null to replace whatever there is */
    Mono<Setting> put(Caller caller, SettingKind kind, JsonNode values, @Nullable Long expected) {
        List<FieldError> errors = schemas.errors(kind, values);
        if (!errors.isEmpty()) {
            throw ProblemException.badRequest("The document is not valid", errors.toArray(FieldError[]::new));
        }
        ObjectNode whole = schemas.completed(kind, values);
        return transactions
                .inClient(caller.clientId(), replace(caller, kind, whole, expected))
                .doOnNext(done -> log.info(
                        "set {} of client {} to version {}", kind.topicKind(), caller.clientId(), done.version()));
    }

    private Mono<Setting> replace(Caller caller, SettingKind kind, ObjectNode whole, @Nullable Long expected) {
        return store.lock(caller.clientId(), kind)
                .then(Mono.defer(() -> refuseUnfitIntegrations(caller.clientId(), kind, whole)))
                .then(Mono.defer(() -> inForce(kind)))
                .flatMap(before -> {
                    refuseOutdated(before, expected);
                    Instant now = clock.instant();
                    Setting after = new Setting(kind.wireName(), before.version() + 1, whole, now, caller.subject());
                    return store.put(caller.clientId(), kind, after)
                            .then(Mono.defer(() -> trail.add(caller.clientId(), entry(kind, before, after, now))))
                            .then(Mono.defer(() -> outbox.append(event(caller.clientId(), kind, after, now))))
                            .thenReturn(after);
                });
    }

    private Mono<Setting> inForce(SettingKind kind) {
        return store.find(kind)
                .switchIfEmpty(
                        Mono.fromSupplier(() -> new Setting(kind.wireName(), 0, schemas.defaults(kind), null, null)));
    }

    private Mono<Void> refuseUnfitIntegrations(UUID clientId, SettingKind kind, JsonNode values) {
        if (!NamedIntegrations.mayName(kind)) {
            return Mono.empty();
        }
        return integrations.held(clientId).collectMap(Integration::id).flatMap(all -> {
            List<FieldError> errors = NamedIntegrations.errors(kind, values, all);
            return errors.isEmpty()
                    ? Mono.empty()
                    : Mono.error(ProblemException.unprocessable(
                            "The document names integrations that cannot serve", errors.toArray(FieldError[]::new)));
        });
    }

    private static void refuseOutdated(Setting before, @Nullable Long expected) {
        if (expected != null && expected != before.version()) {
            throw ProblemException.conflict("The document was changed in between: it is at version " + before.version()
                            + ", not " + expected)
                    .with(Map.of("version", before.version()));
        }
    }

    private static AuditEntry entry(SettingKind kind, Setting before, Setting after, Instant at) {
        boolean created = before.version() == 0;
        return new AuditEntry(
                Ids.newId(),
                at,
                String.valueOf(after.updatedBy()),
                kind.topicKind(),
                created ? "created" : "changed",
                false,
                created ? null : before.values(),
                after.values());
    }

    @SuppressWarnings("unchecked") // a JSON object becomes a map of texts
    private ClientConfigured event(UUID clientId, SettingKind kind, Setting after, Instant at) {
        Map<String, @Nullable Object> values = json.convertValue(after.values(), Map.class);
        return new ClientConfigured(new ClientId(clientId), kind.topicKind(), after.version(), values, at);
    }
}
