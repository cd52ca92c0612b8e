package dev.colophon.etl.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.etl.source.ConnectedSources.Reachable;
import dev.colophon.messaging.InfrastructureFailures;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Reads deliveries and captures what they tell, those of one source together; where that fails in halves, down to those
 * that fail alone. What may be over in a while is tried again with growing pauses; what cannot be read stays, marked as
 * failed, until somebody has it read again. Blocks.
 */
@Component
class DeliveryReader {

    private static final Logger log = LoggerFactory.getLogger(DeliveryReader.class);
    private static final int MAX_ERROR = 1_000;
    private static final long BYTES_AT_ONCE = DataSize.ofMegabytes(1).toBytes();
    private static final long CHARACTERS_AT_ONCE = 4_000_000;
    private static final int PARTS_OF_A_LEASE = 6;

    private final ClientTransactions transactions;
    private final DeliveryStore store;
    private final WebhookReaders readers;
    private final ConnectedSources sources;
    private final DeliveryCapture capture;
    private final WorkQueue queue;
    private final WebhookMetrics metrics;
    private final Traces traces;
    private final WebhookProperties settings;

    DeliveryReader(
            ClientTransactions transactions,
            DeliveryStore store,
            WebhookReaders readers,
            ConnectedSources sources,
            DeliveryCapture capture,
            WorkQueue queue,
            WebhookMetrics metrics,
            Traces traces,
            WebhookProperties settings) {
        this.transactions = transactions;
        this.store = store;
        this.readers = readers;
        this.sources = sources;
        this.capture = capture;
        this.queue = queue;
        this.metrics = metrics;
        this.traces = traces;
        this.settings = settings;
    }

    /**
     * Reads deliveries, as many at a time as memory holds.
     *
     * @param work of one client, for one replay or for none
     * @throws InterruptedException where the service stops; the deliveries are left for another instance
     */
    void read(List<WorkItem> work) throws InterruptedException {
        UUID client = work.get(0).clientId();
        Map<UUID, WorkItem> left = work.stream()
                .collect(Collectors.toMap(WorkItem::subjectId, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        while (!left.isEmpty()) {
            List<Delivery> deliveries = transactions
                    .inClient(client, store.unread(left.keySet(), BYTES_AT_ONCE).collectList())
                    .block();
            if (deliveries == null || deliveries.isEmpty()) {
                forget(List.copyOf(left.values()));
                return;
            }
            for (List<Delivery> ofSource : bySource(deliveries)) {
                readOfSource(client, ofSource, left);
            }
        }
    }

    private static Iterable<List<Delivery>> bySource(List<Delivery> deliveries) {
        return deliveries.stream()
                .collect(Collectors.groupingBy(Delivery::sourceId, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** There is nothing to be read any more. */
    private void forget(List<WorkItem> work) {
        queue.complete(work)
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty())
                .block();
    }

    private void readOfSource(UUID client, List<Delivery> deliveries, Map<UUID, WorkItem> left)
            throws InterruptedException {
        Reachable source =
                sources.reachable(client, deliveries.get(0).sourceId()).block();
        WebhookReader reader = source == null ? null : readers.of(source.type()).orElse(null);
        if (source == null || reader == null) {
            forget(deliveries.stream()
                    .map(delivery -> left.remove(delivery.id()))
                    .toList());
            return;
        }
        List<ReadDelivery> read = new ArrayList<>();
        long characters = 0;
        long begun = System.nanoTime();
        for (Delivery delivery : deliveries) {
            WorkItem work = left.remove(delivery.id());
            ReadDelivery told = read(reader, source, work, delivery);
            if (told != null) {
                read.add(told);
                characters += characters(told);
            }
            if (characters > CHARACTERS_AT_ONCE
                    || System.nanoTime() - begun > longest().toNanos()) {
                capture(source, read);
                read.clear();
                characters = 0;
                begun = System.nanoTime();
                prolong(left.values());
            }
        }
        capture(source, read);
    }

    private static long characters(ReadDelivery told) {
        return told.changes().items().stream()
                .map(ItemDraft::text)
                .mapToLong(String::length)
                .sum();
    }

    /** How long reading may go on before what was read is captured. */
    private Duration longest() {
        return settings.lease().dividedBy(PARTS_OF_A_LEASE);
    }

    private void prolong(Collection<WorkItem> work) {
        queue.extend(List.copyOf(work), settings.lease())
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty()) // its capture will fail, and no other
                .block();
    }

    private @Nullable ReadDelivery read(WebhookReader reader, Reachable source, WorkItem work, Delivery delivery)
            throws InterruptedException {
        Mono<ReadDelivery> reading = Mono.deferContextual(context -> Mono.fromCallable(() -> new ReadDelivery(
                work,
                delivery,
                reader.read(source.connection().get(), delivery.headers(), delivery.body()),
                traces.traceparent(context))));
        try {
            return traces.inSpan("webhook read", work.traceparent(), reading)
                    .contextWrite(ReplayContext.of(work))
                    .block();
        } catch (RuntimeException e) {
            notRead(work, reader.type(), Exceptions.unwrap(e));
            return null;
        }
    }

    private void capture(Reachable source, List<ReadDelivery> read) throws InterruptedException {
        if (read.isEmpty()) {
            return;
        }
        try {
            capture.capture(source.connection().get(), read).block();
            read.forEach(told -> metrics.read(source.type(), "handled"));
        } catch (RuntimeException e) {
            if (read.size() > 1 && !Thread.currentThread().isInterrupted() && !InfrastructureFailures.isOne(e)) {
                capture(source, read.subList(0, read.size() / 2));
                capture(source, read.subList(read.size() / 2, read.size()));
                return;
            }
            for (ReadDelivery told : read) {
                notRead(told.work(), source.type(), e);
            }
        }
    }

    private void notRead(WorkItem work, String type, Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        if (failure instanceof LeaseLostException) {
            log.info("delivery {} of client {} is another instance's now", work.subjectId(), work.clientId());
            return;
        }
        String told = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String error = told.replace('\u0000', ' ').substring(0, Math.min(told.length(), MAX_ERROR));
        boolean lasting = failure instanceof JsonProcessingException
                || (failure instanceof SourceFailure source && !source.retriable())
                || work.attempts() + 1 >= settings.attempts();
        transactions
                .inClient(
                        work.clientId(),
                        Mono.defer(() -> lasting ? givenUp(work, failure, error) : later(work, failure, error)))
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty())
                .contextWrite(ReplayContext.of(work)) // for the logs, too
                .block();
        metrics.read(type, lasting ? "failed" : "again");
    }

    private Mono<Void> givenUp(WorkItem work, Throwable failure, String error) {
        log.warn("delivery {} of client {} cannot be read", work.subjectId(), work.clientId(), failure);
        return queue.complete(List.of(work)).then(Mono.defer(() -> store.notRead(work.subjectId(), "failed", error)));
    }

    private Mono<Void> later(WorkItem work, Throwable failure, String error) {
        log.warn("delivery {} of client {} will be read again: {}", work.subjectId(), work.clientId(), error);
        return store.notRead(work.subjectId(), "received", error).then(queue.retry(work, pause(work, failure), error));
    }

    private Duration pause(WorkItem work, Throwable failure) {
        Duration asked = failure instanceof SourceFailure source ? source.retryAfter() : null;
        return asked == null ? settings.pauseAfter(work.attempts() + 1) : asked;
    }
}
