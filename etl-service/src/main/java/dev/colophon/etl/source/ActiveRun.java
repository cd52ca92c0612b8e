package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.CaptureResult;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A run that is held under a lease, as its connector sees it. For the one thread that reads. */
final class ActiveRun implements SyncRun {

    private static final int MAX_MESSAGE = 1_000;

    private final RunLedger ledger;
    private final ClientTransactions transactions;
    private final RunMetrics metrics;
    private final DeliveryPrecedence deliveries;
    private final WorkItem work;
    private final Source source;
    private final SourceRun begun;
    private final Connection connection;
    private final int batchSize;
    private JsonNode checkpoint;
    private boolean finished;

    ActiveRun(
            RunLedger ledger,
            ClientTransactions transactions,
            RunMetrics metrics,
            DeliveryPrecedence deliveries,
            WorkItem work,
            Source source,
            SourceRun begun,
            Connection connection,
            int batchSize) {
        this.ledger = ledger;
        this.transactions = transactions;
        this.metrics = metrics;
        this.deliveries = deliveries;
        this.work = work;
        this.source = source;
        this.begun = begun;
        this.connection = connection;
        this.batchSize = batchSize;
        this.checkpoint = begun.checkpoint();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public boolean full() {
        return begun.full();
    }

    @Override
    public JsonNode cursor() {
        return Objects.requireNonNullElse(begun.cursorBefore(), source.cursor());
    }

    @Override
    public JsonNode checkpoint() {
        return checkpoint;
    }

    @Override
    public Instant startedAt() {
        return Objects.requireNonNullElse(begun.startedAt(), begun.createdAt());
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public void capture(List<ItemDraft> items, JsonNode next) {
        long started = System.nanoTime();
        CaptureResult result = done(ledger.capture(work, source, full(), items, next));
        checkpoint = next;
        metrics.captured(source.type(), result);
        deliveries.giveWay(Duration.ofNanos(System.nanoTime() - started));
    }

    @Override
    public void seen(ItemKind kind, Collection<String> externalIds) {
        if (!externalIds.isEmpty()) {
            transactions
                    .inClient(work.clientId(), ledger.seen(work, kind, externalIds))
                    .block();
        }
    }

    @Override
    public void removeUnseen(ItemKind kind) {
        int removed;
        do {
            removed = done(ledger.removeUnseen(work, source, kind));
            metrics.removed(source.type(), removed);
        } while (removed > 0);
    }

    @Override
    public void remove(ItemKind kind, String externalId) {
        metrics.removed(source.type(), done(ledger.remove(work, source, kind, externalId)) ? 1 : 0);
    }

    @Override
    public void failed(String externalId, @Nullable String url, String message) {
        if (done(ledger.failed(work, externalId, url, shortened(message)))) {
            metrics.failed(source.type());
        }
    }

    @Override
    public void waiting(Duration pause, String reason) throws InterruptedException {
        transactions
                .inClient(work.clientId(), ledger.waiting(work, pause, shortened(reason)))
                .block();
        metrics.waited(source.type(), pause);
        Thread.sleep(Math.max(0, pause.toMillis())); // the heartbeat keeps the lease, and interrupts where it is lost
        transactions.inClient(work.clientId(), ledger.goingOn(work)).block();
    }

    @Override
    public void finish(JsonNode cursor) {
        done(ledger.finish(work, source, cursor));
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    private <T> T done(Mono<T> step) {
        return transactions
                .inClient(work.clientId(), step)
                .blockOptional()
                .orElseThrow(() -> new IllegalStateException("the run is over"));
    }

    private static String shortened(String message) {
        String text = message.replace('\u0000', ' ');
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
    }
}
