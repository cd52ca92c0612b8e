package dev.colophon.etl.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run that keeps its books in memory as the real one keeps them in the database. */
final class RecordedRun implements SyncRun {

    final Map<String, ItemDraft> items = new LinkedHashMap<>();
    final Map<String, String> failures = new LinkedHashMap<>();
    int largestBatch;

    private final Connection connection;
    private final Set<String> seen = new HashSet<>();
    private JsonNode cursor = JsonNodeFactory.instance.objectNode();
    private JsonNode checkpoint = JsonNodeFactory.instance.objectNode();
    private boolean full;
    private int captures;
    private int dieAfter = Integer.MAX_VALUE;

    RecordedRun(Connection connection) {
        this.connection = connection;
    }

    RecordedRun next() {
        full = false;
        return this;
    }

    RecordedRun nextFull() {
        full = true;
        return this;
    }

    RecordedRun dyingAfter(int more) {
        dieAfter = captures + more;
        return this;
    }

    List<ItemDraft> of(ItemKind kind) {
        return items.values().stream().filter(item -> item.kind() == kind).toList();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public JsonNode cursor() {
        return cursor;
    }

    @Override
    public JsonNode checkpoint() {
        return checkpoint;
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public int batchSize() {
        return 50;
    }

    @Override
    public void capture(List<ItemDraft> drafts, JsonNode saved) {
        if (captures++ >= dieAfter) {
            dieAfter = Integer.MAX_VALUE;
            throw new IllegalStateException("killed");
        }
        largestBatch = Math.max(largestBatch, drafts.size());
        for (ItemDraft draft : drafts) {
            items.put(draft.kind() + draft.externalId(), draft);
            if (full) {
                seen.add(draft.kind() + draft.externalId());
            }
        }
        checkpoint = saved;
    }

    @Override
    public void seen(ItemKind kind, Collection<String> externalIds) {
        externalIds.forEach(id -> seen.add(kind + id));
    }

    @Override
    public void removeUnseen(ItemKind kind) {
        items.values().removeIf(item -> item.kind() == kind && !seen.contains(kind + item.externalId()));
    }

    @Override
    public void remove(ItemKind kind, String externalId) {
        items.remove(kind + externalId);
    }

    @Override
    public void failed(String externalId, @Nullable String url, String message) {
        failures.put(externalId, message);
    }

    @Override
    public void waiting(Duration pause, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void finish(JsonNode next) {
        cursor = next;
        checkpoint = JsonNodeFactory.instance.objectNode();
        seen.clear();
    }
}
