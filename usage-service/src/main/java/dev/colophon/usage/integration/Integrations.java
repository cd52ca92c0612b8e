package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.Ids;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.outbound.OutboundUrls;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A client's integrations. A change is stored, told of and kept in the audit history in one transaction, or not at all. */
@Component
public class Integrations {

    private static final Logger log = LoggerFactory.getLogger(Integrations.class);

    private final ClientTransactions transactions;
    private final IntegrationStore store;
    private final IntegrationChanges changes;
    private final IntegrationReferences references;
    private final OutboundUrls urls;
    private final CredentialKeys keys;
    private final Clock clock;
    private final IntegrationSchemas schemas = new IntegrationSchemas();

    Integrations(
            ClientTransactions transactions,
            IntegrationStore store,
            IntegrationChanges changes,
            IntegrationReferences references,
            OutboundUrls urls,
            CredentialKeys keys,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.changes = changes;
        this.references = references;
        this.urls = urls;
        this.keys = keys;
        this.clock = clock;
    }

    Mono<Integration> create(Caller caller, JsonNode body) {
        UUID id = Ids.newId();
        return checked(() -> IntegrationDraft.of(body))
                .map(draft -> draft.created(id, keys::box, clock.instant()))
                .flatMap(made -> transactions.inClient(caller.clientId(), add(caller, made)))
                .doOnNext(made -> log.info("created integration {} of client {}", made.id(), caller.clientId()));
    }

    private Mono<Integration> add(Caller caller, Integration made) {
        return store.lock(caller.clientId())
                .then(Mono.defer(() -> chainChecked(made)))
                .then(Mono.defer(() -> store.insert(caller.clientId(), made)))
                .onErrorMap(DataIntegrityViolationException.class, error -> nameTaken(made))
                .then(Mono.defer(() -> changes.tell(
                        caller.clientId(), caller.subject(), "created", null, made, made.sealedCredentials() != null)))
                .thenReturn(made);
    }

    Mono<Integration> change(Caller caller, UUID id, JsonNode body) {
        return find(caller.clientId(), id)
                .flatMap(seen -> checked(() -> IntegrationDraft.changing(seen, body)))
                .then(Mono.defer(() -> transactions.inClient(caller.clientId(), replace(caller, id, body))))
                .doOnNext(made -> log.info("changed integration {} of client {}", id, caller.clientId()));
    }

    private Mono<Integration> replace(Caller caller, UUID id, JsonNode body) {
        return store.lock(caller.clientId())
                .then(Mono.defer(() -> store.find(id)))
                .switchIfEmpty(absent(id))
                .flatMap(before -> {
                    IntegrationDraft draft = IntegrationDraft.changing(before, body);
                    Integration after = draft.changed(before, keys::box, clock.instant());
                    return chainChecked(after)
                            .then(Mono.defer(() -> store.update(caller.clientId(), after)))
                            .onErrorMap(DataIntegrityViolationException.class, error -> nameTaken(after))
                            .then(Mono.defer(() -> changes.tell(
                                    caller.clientId(),
                                    caller.subject(),
                                    "changed",
                                    before,
                                    after,
                                    draft.namesCredentials())))
                            .thenReturn(after);
                });
    }

    Mono<Void> delete(Caller caller, UUID id) {
        Mono<Void> work = store.lock(caller.clientId())
                .then(Mono.defer(() -> store.find(id)))
                .switchIfEmpty(absent(id))
                .flatMap(gone -> refuseIfNeeded(gone)
                        .then(Mono.defer(() -> store.delete(id)))
                        .then(Mono.defer(() ->
                                changes.tellOfDeletion(caller.clientId(), caller.subject(), gone, clock.instant()))));
        return transactions
                .inClient(caller.clientId(), work)
                .doOnSuccess(done -> log.info("deleted integration {} of client {}", id, caller.clientId()));
    }

    private Mono<Void> refuseIfNeeded(Integration gone) {
        Mono<List<String>> fallbacks = store.all()
                .filter(other -> gone.id().equals(other.fallbackIntegrationId()))
                .map(other -> "integration \"" + other.name() + "\" falls back to it")
                .collectList();
        return Flux.merge(fallbacks, references.to(gone.id()))
                .flatMapIterable(Function.identity())
                .collectList()
                .flatMap(reasons -> reasons.isEmpty()
                        ? Mono.empty()
                        : Mono.error(
                                ProblemException.conflict("The integration is in use: " + String.join("; ", reasons))));
    }

    /** One integration, if it is this client's. */
    public Mono<Integration> find(UUID clientId, UUID id) {
        return transactions.inClient(clientId, store.find(id)).switchIfEmpty(absent(id));
    }

    /** All integrations of a client, oldest first. */
    public Flux<Integration> all(UUID clientId) {
        return transactions.inClientMany(clientId, store.all());
    }

    /** As {@link #all}, in the client's transaction: until that ends they stay as they are. */
    public Flux<Integration> held(UUID clientId) {
        return store.lock(clientId).thenMany(Flux.defer(store::all));
    }

    Mono<Page<Integration>> page(UUID clientId, PageRequest page) {
        Cursor cursor = page.cursor();
        return transactions
                .inClient(clientId, store.page(cursor == null ? null : cursor.uuid(0), page.fetchLimit()))
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.id())));
    }

    private Mono<IntegrationDraft> checked(Supplier<IntegrationDraft> draft) {
        return Mono.fromSupplier(() -> draft.get().checked(schemas, urls)).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> chainChecked(Integration integration) {
        return store.all().collectList().flatMap(all -> {
            Map<UUID, Integration> others =
                    all.stream().collect(Collectors.toMap(Integration::id, Function.identity()));
            return FallbackChain.refusal(integration, others)
                    .<Mono<Void>>map(reason -> Mono.error(ProblemException.unprocessable(
                            "The fallback is not possible", new FieldError("fallback_integration_id", reason))))
                    .orElseGet(Mono::empty);
        });
    }

    private static Throwable nameTaken(Integration integration) {
        return ProblemException.conflict("There is another integration named \"" + integration.name() + "\"");
    }

    private static <T> Mono<T> absent(UUID id) {
        return Mono.error(() -> ProblemException.notFound("There is no integration " + id));
    }
}
