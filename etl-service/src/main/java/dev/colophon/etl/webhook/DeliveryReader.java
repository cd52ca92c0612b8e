package dev.colophon.etl.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.Items;
import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.etl.webhook.WebhookChanges.Removal;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a delivery and captures what it tells, in one transaction. What may be over in a while is tried again with growing
 * pauses; what cannot be read stays, marked as failed, until somebody has it read again. Blocks.
 */
@Component
class DeliveryReader {

    private static final Logger log = LoggerFactory.getLogger(DeliveryReader.class);
    private static final int MAX_ERROR = 1_000;

    private final ClientTransactions transactions;
    private final DeliveryStore store;
    private final WebhookReaders readers;
    private final ConnectedSources sources;
    private final Items items;
    private final WorkQueue queue;
    private final WebhookMetrics metrics;
    private final Traces traces;
    private final WebhookProperties settings;

    DeliveryReader(
            ClientTransactions transactions,
            DeliveryStore store,
            WebhookReaders readers,
            ConnectedSources sources,
            Items items,
            WorkQueue queue,
            WebhookMetrics metrics,
            Traces traces,
            WebhookProperties settings) {
        this.transactions = transactions;
        this.store = store;
        this.readers = readers;
        this.sources = sources;
        this.items = items;
        this.queue = queue;
        this.metrics = metrics;
        this.traces = traces;
        this.settings = settings;
    }

    private record Told(Delivery delivery, String type) {}

    /** @throws InterruptedException where the service stops; the delivery is left for another instance */
    void read(WorkItem work) throws InterruptedException {
        AtomicReference<@Nullable InterruptedException> stopped = new AtomicReference<>();
        traces.inSpan("webhook read", work.traceparent(), Mono.fromRunnable(() -> {
                    try {
                        readHere(work);
                    } catch (InterruptedException e) {
                        stopped.set(e);
                    } catch (LeaseLostException e) {
                        log.info("delivery {} is another instance's now", work.subjectId());
                    }
                }))
                .contextWrite(ReplayContext.of(work))
                .block();
        InterruptedException interrupted = stopped.get();
        if (interrupted != null) {
            throw interrupted;
        }
    }

    private void readHere(WorkItem work) throws InterruptedException {
        Told told = transactions.inClient(work.clientId(), told(work)).block();
        WebhookReader reader = told == null ? null : readers.of(told.type()).orElse(null);
        if (told == null || reader == null) {
            queue.complete(List.of(work)).block();
            return;
        }
        Delivery delivery = told.delivery();
        String type = told.type();
        try {
            Connection connection =
                    sources.connection(work.clientId(), delivery.sourceId()).block();
            if (connection != null) {
                capture(work, connection, delivery, reader.read(connection, delivery.headers(), delivery.body()));
                metrics.read(type, "handled");
            }
        } catch (LeaseLostException e) {
            throw e;
        } catch (IOException | SourceFailure | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            notRead(work, type, e);
        }
    }

    private Mono<Told> told(WorkItem work) {
        return store.unread(work.subjectId()).flatMap(delivery -> sources.typeOf(work.clientId(), delivery.sourceId())
                .map(type -> new Told(delivery, type)));
    }

    private void capture(WorkItem work, Connection source, Delivery delivery, WebhookChanges changes) {
        UUID client = work.clientId();
        Mono<Void> removals = Flux.fromIterable(changes.removals())
                .concatMap(gone -> remove(client, source, delivery, gone))
                .then();
        transactions
                .inClient(
                        client,
                        queue.complete(List.of(work))
                                .then(Mono.defer(() -> sources.hold(source.sourceId())))
                                .then(Mono.defer(() -> items.captureToldOf(changes.items())))
                                .then(removals)
                                .then(Mono.defer(() -> store.handled(delivery.id()))))
                .block();
        log.info(
                "delivery {} of source {} of client {} read: {} items, {} removals",
                delivery.id(),
                source.sourceId(),
                client,
                changes.items().size(),
                changes.removals().size());
    }

    /** What is told earlier and comes later does not bring it back. */
    private Mono<Boolean> remove(UUID client, Connection source, Delivery delivery, Removal gone) {
        return items.removeToldOf(
                client,
                source.projectId(),
                source.sourceId(),
                gone.kind(),
                gone.externalId(),
                delivery.receivedAt().toEpochMilli());
    }

    private void notRead(WorkItem work, String type, Exception failure) {
        String told = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String error = told.replace('\u0000', ' ').substring(0, Math.min(told.length(), MAX_ERROR));
        boolean lasting = failure instanceof JsonProcessingException
                || (failure instanceof SourceFailure source && !source.retriable())
                || work.attempts() + 1 >= settings.attempts();
        if (lasting) {
            log.warn("delivery {} of client {} cannot be read", work.subjectId(), work.clientId(), failure);
            transactions
                    .inClient(
                            work.clientId(),
                            queue.complete(List.of(work))
                                    .then(Mono.defer(() -> store.notRead(work.subjectId(), "failed", error))))
                    .block();
        } else {
            log.warn("delivery {} will be read again: {}", work.subjectId(), error);
            transactions
                    .inClient(work.clientId(), store.notRead(work.subjectId(), "received", error))
                    .then(queue.retry(work, pause(work, failure), error))
                    .block();
        }
        metrics.read(type, lasting ? "failed" : "again");
    }

    private Duration pause(WorkItem work, Exception failure) {
        Duration asked = failure instanceof SourceFailure source ? source.retryAfter() : null;
        return asked == null ? settings.pauseAfter(work.attempts() + 1) : asked;
    }
}
