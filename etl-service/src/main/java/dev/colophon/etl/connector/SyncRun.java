package dev.colophon.etl.connector;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as its connector sees it: where to go on, and where to put what is found. All that is told is durable when the
 * call returns, so a run that dies is taken up behind its last call, by this instance or another, and nothing is counted
 * twice.
 *
 * <p>Every call that writes throws {@link dev.colophon.persistence.work.LeaseLostException} where the run was cancelled or
 * is another instance's; connectors let it pass. The thread of such a run is interrupted.
 */
public interface SyncRun {

    Connection connection();

    /** Whether everything is to be read, to find what is gone. */
    boolean full();

    /** What the last successful run left; an empty object at first. A full run sees it too. */
    JsonNode cursor();

    /** What this run saved last; an empty object at first. */
    JsonNode checkpoint();

    /** When the run began; the same after a crash. */
    Instant startedAt();

    /** How many items are best captured at once. */
    default int batchSize() {
        return 100;
    }

    /**
     * Captures items in one transaction with the counters, the checkpoint and the prolonged lease. In a full run they
     * count as seen.
     */
    void capture(List<ItemDraft> items, JsonNode checkpoint);

    /** Notes what still exists, for {@link #removeUnseen}. */
    void seen(ItemKind kind, Collection<String> externalIds);

    /**
     * Removes the source's items of a kind that this run has neither seen nor failed to read, but for those captured
     * since it began by somebody else. For the end of a run that has read everything of the kind.
     */
    void removeUnseen(ItemKind kind);

    /** Removes an item; nothing happens where there is none. */
    void remove(ItemKind kind, String externalId);

    /** Notes an item that cannot be read; the run goes on. Told twice of one item, the first counts. */
    void failed(String externalId, @Nullable String url, String message);

    /** Says what the run waits for, in its status, and waits. */
    void waiting(Duration pause, String reason) throws InterruptedException;

    /** Ends the run with the cursor for the next one; once, last. */
    void finish(JsonNode cursor);
}
