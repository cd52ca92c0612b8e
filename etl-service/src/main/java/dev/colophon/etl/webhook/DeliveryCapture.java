package dev.colophon.etl.webhook;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.item.Items;
import dev.colophon.etl.item.ToldItem;
import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.etl.webhook.WebhookChanges.Removal;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Captures what deliveries of one source tell. */
@Component
class DeliveryCapture {

    private static final Logger log = LoggerFactory.getLogger(DeliveryCapture.class);

    private final ClientTransactions transactions;
    private final DeliveryStore store;
    private final ConnectedSources sources;
    private final Items items;
    private final WorkQueue queue;

    DeliveryCapture(
            ClientTransactions transactions,
            DeliveryStore store,
            ConnectedSources sources,
            Items items,
            WorkQueue queue) {
        this.transactions = transactions;
        this.store = store;
        this.sources = sources;
        this.items = items;
        this.queue = queue;
    }

    /**
     * Captures all of it, in the order it was told, or nothing.
     *
     * @param read for one replay, or for none
     */
    Mono<Void> capture(Connection source, List<ReadDelivery> read) {
        List<Mono<?>> steps = steps(source, read);
        Mono<Void> all = queue.complete(read.stream().map(ReadDelivery::work).toList())
                .then(Mono.defer(() -> sources.hold(source.sourceId())))
                .thenMany(Flux.fromIterable(steps))
                .concatMap(step -> step)
                .then(Mono.defer(() -> store.handled(
                        read.stream().map(told -> told.delivery().id()).toList())));
        return transactions
                .inClient(source.clientId(), all)
                .doOnSuccess(done -> tell(source, read))
                .contextWrite(ReplayContext.of(read.get(0).work()));
    }

    /** What is told between two removals goes together. */
    private List<Mono<?>> steps(Connection source, List<ReadDelivery> read) {
        List<Mono<?>> steps = new ArrayList<>();
        List<ToldItem> gathered = new ArrayList<>();
        for (ReadDelivery told : read) {
            told.changes().items().forEach(draft -> gathered.add(new ToldItem(draft, told.traceparent())));
            if (!told.changes().removals().isEmpty()) {
                steps.add(capture(gathered));
                gathered.clear();
                told.changes().removals().forEach(gone -> steps.add(remove(source, told.delivery(), gone)));
            }
        }
        steps.add(capture(gathered));
        return steps;
    }

    private Mono<?> capture(List<ToldItem> gathered) {
        List<ToldItem> told = List.copyOf(gathered);
        return Mono.defer(() -> items.captureToldOf(told));
    }

    /** What is told earlier and comes later does not bring it back. */
    private Mono<?> remove(Connection source, Delivery delivery, Removal gone) {
        return Mono.defer(() -> items.removeToldOf(
                source.clientId(),
                source.projectId(),
                source.sourceId(),
                gone.kind(),
                gone.externalId(),
                delivery.receivedAt().toEpochMilli()));
    }

    private static void tell(Connection source, List<ReadDelivery> read) {
        log.info(
                "{} deliveries of source {} of client {} read, {} to {}: {} items, {} removals",
                read.size(),
                source.sourceId(),
                source.clientId(),
                read.get(0).delivery().id(),
                read.get(read.size() - 1).delivery().id(),
                read.stream().mapToInt(told -> told.changes().items().size()).sum(),
                read.stream().mapToInt(told -> told.changes().removals().size()).sum());
    }
}
