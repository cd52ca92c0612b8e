package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source's items and runs in memory, with the guarantees of the real ones: what is known by version and content, once. */
final class MemoryRun implements SyncRun {

    /** A process that dies. */
    static final class CrashException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private static final JsonMapper JSON = new JsonMapper();

    final Map<String, ItemDraft> items = new TreeMap<>();
    final Map<String, Integer> versions = new LinkedHashMap<>();
    final List<String> failures = new ArrayList<>();
    final List<Duration> waits = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    final List<String> removals = new ArrayList<>();
    private final Connection connection;
    private final TestClock clock;
    private final Set<String> seen = new HashSet<>();
    JsonNode cursor = JSON.createObjectNode();
    JsonNode checkpoint = JSON.createObjectNode();
    boolean full;
    boolean finished;
    int unchanged;
    int crashAfterCaptures = Integer.MAX_VALUE;
    Consumer<Duration> onWait = pause -> {};

    MemoryRun(Connection connection, TestClock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** The next run of the source. */
    MemoryRun next(boolean everything) {
        full = everything;
        finished = false;
        checkpoint = JSON.createObjectNode();
        seen.clear();
        failures.clear();
        waits.clear();
        unchanged = 0;
        return this;
    }

    static String key(ItemKind kind, String externalId) {
        return kind.wireName() + " " + externalId;
    }

    ItemDraft item(ItemKind kind, String externalId) {
        return items.get(key(kind, externalId));
    }

    long count(ItemKind kind) {
        return items.values().stream().filter(item -> item.kind() == kind).count();
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
        return reread(cursor);
    }

    @Override
    public JsonNode checkpoint() {
        return reread(checkpoint);
    }

    private static JsonNode reread(JsonNode json) {
        try {
            return JSON.readTree(JSON.writeValueAsBytes(json));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Instant startedAt() {
        return clock.instant();
    }

    @Override
    public void capture(List<ItemDraft> drafts, JsonNode reached) {
        if (crashAfterCaptures-- <= 0) {
            crashAfterCaptures = Integer.MAX_VALUE;
            throw new CrashException();
        }
        drafts.forEach(this::capture);
        checkpoint = reread(reached);
    }

    /** As a webhook does, too. */
    void capture(ItemDraft draft) {
        String key = key(draft.kind(), draft.externalId());
        ItemDraft known = items.get(key);
        seen.add(key);
        boolean older = known != null
                && known.version() != null
                && draft.version() != null
                && draft.version() < known.version();
        if (draft.equals(known) || older) {
            unchanged++;
            return;
        }
        items.put(key, draft);
        versions.merge(key, 1, Integer::sum);
    }

    @Override
    public void seen(ItemKind kind, Collection<String> externalIds) {
        externalIds.forEach(id -> seen.add(key(kind, id)));
    }

    @Override
    public void removeUnseen(ItemKind kind) {
        items.values().removeIf(item -> item.kind() == kind && !seen.contains(key(kind, item.externalId())));
    }

    @Override
    public void remove(ItemKind kind, String externalId) {
        removals.add(key(kind, externalId));
        items.remove(key(kind, externalId));
    }

    @Override
    public void failed(String externalId, @Nullable String url, String message) {
        failures.add(externalId + ": " + message);
    }

    @Override
    public void waiting(Duration pause, String reason) {
        waits.add(pause);
        reasons.add(reason);
        clock.advance(pause);
        onWait.accept(pause);
    }

    @Override
    public void finish(JsonNode next) {
        cursor = reread(next);
        finished = true;
    }
}
