package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A source's runs one after the other, with what they capture in memory, by the rules that the database has. */
final class RecordingRun implements SyncRun {

    /** The machine goes off. */
    static final class Crash extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    final Map<String, ItemDraft> items = new LinkedHashMap<>();
    final List<String> captured = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    final Map<String, String> failed = new LinkedHashMap<>();
    final List<String> waits = new ArrayList<>();
    int unchanged;
    int crashAfter = Integer.MAX_VALUE;
    boolean finished;
    private final Set<String> seen = new HashSet<>();
    private final Connection connection;
    private final MovingClock clock;
    private JsonNode cursor = JsonNodeFactory.instance.objectNode();
    private JsonNode checkpoint = JsonNodeFactory.instance.objectNode();
    private boolean full;
    private Instant startedAt = Instant.EPOCH;

    RecordingRun(Connection connection, MovingClock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    RecordingRun next() {
        return next(false);
    }

    RecordingRun next(boolean everything) {
        full = everything;
        checkpoint = JsonNodeFactory.instance.objectNode();
        seen.clear();
        finished = false;
        startedAt = clock.instant();
        return this;
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
        return startedAt;
    }

    @Override
    public void capture(List<ItemDraft> drafts, JsonNode now) {
        if (crashAfter-- <= 0) {
            throw new Crash();
        }
        for (ItemDraft draft : drafts) {
            ItemDraft before = items.get(draft.externalId());
            if (before != null && before.version() > draft.version()) {
                continue;
            }
            if (draft.equals(before)) {
                unchanged++;
            } else {
                items.put(draft.externalId(), draft);
                captured.add(draft.externalId() + "@" + draft.version());
            }
            seen.add(draft.externalId());
        }
        checkpoint = now;
        if (crashAfter-- <= 0) {
            throw new Crash();
        }
    }

    @Override
    public void seen(ItemKind kind, Collection<String> externalIds) {
        seen.addAll(externalIds);
    }

    @Override
    public void removeUnseen(ItemKind kind) {
        items.keySet().stream()
                .filter(id -> !seen.contains(id) && !failed.containsKey(id))
                .toList()
                .forEach(id -> remove(kind, id));
    }

    @Override
    public void remove(ItemKind kind, String externalId) {
        if (items.remove(externalId) != null) {
            removed.add(externalId);
        }
    }

    @Override
    public void failed(String externalId, String url, String message) {
        failed.put(externalId, url + " " + message);
    }

    @Override
    public void waiting(Duration pause, String reason) {
        waits.add(pause.toSeconds() + "s " + reason);
        clock.move(pause);
    }

    @Override
    public void finish(JsonNode next) {
        cursor = next;
        finished = true;
    }
}
