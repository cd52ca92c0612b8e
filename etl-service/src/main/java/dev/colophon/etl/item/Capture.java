package dev.colophon.etl.item;

import dev.colophon.etl.text.TextParts;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.messaging.outbox.OutgoingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A draft that differs from what is stored, in its new version.
 *
 * @param before null for an item never seen
 * @param version that it is published in
 * @param sourceVersion that its source counts it in; the published one where the source does not count
 * @param traceparent the trace that its events belong to; null takes the one of the running work
 */
record Capture(
        ItemDraft draft,
        @Nullable StoredItem before,
        long version,
        long sourceVersion,
        String contentHash,
        List<String> texts,
        @Nullable String traceparent) {

    /**
     * The capture of a draft, or null where nothing changed. A version that is given decides, with two exceptions: of a
     * source's item, other content at the version that is known counts as one version more, since a source may tell late
     * what belongs to a moment; and what was removed comes back, whatever its version, where the source is known to hold
     * it. Of what was told some time ago only the first other content counts so: of two that came before it, nobody can
     * say which is the newer.
     *
     * @param held whether the source holds the item now, rather than having told of it some time ago
     */
    static @Nullable Capture of(ToldItem told, @Nullable StoredItem before, boolean held) {
        ItemDraft draft = told.draft();
        String hash = draft.contentHash();
        Long given = draft.version();
        if (before == null) {
            return with(told, null, given == null ? 1 : given, hash);
        }
        boolean same = !before.removed() && before.contentHash().equals(hash);
        if (same || (given != null && !counts(draft, given, before, held))) {
            return null;
        }
        long next = before.version() + 1;
        return with(told, before, given == null ? next : Math.max(given, next), hash);
    }

    private static boolean counts(ItemDraft draft, long given, StoredItem before, boolean held) {
        if (before.removed()) {
            return held || given > before.version();
        }
        boolean first = before.version() == before.sourceVersion();
        boolean late = given == before.sourceVersion() && draft.sourceId() != null && (held || first);
        return given > before.sourceVersion() || late;
    }

    private static Capture with(ToldItem told, @Nullable StoredItem before, long version, String hash) {
        ItemDraft draft = told.draft();
        long sourceVersion = draft.version() == null ? version : draft.version();
        return new Capture(draft, before, version, sourceVersion, hash, TextParts.of(draft.text()), told.traceparent());
    }

    /** One event a part; their ids derive from the version, so that telling twice is telling once. */
    List<OutgoingEvent> events(Instant now) {
        List<OutgoingEvent> events = new ArrayList<>();
        for (int part = 1; part <= texts.size(); part++) {
            events.add(new OutgoingEvent(
                    Ids.derived("item", draft.itemId().toString(), String.valueOf(version), String.valueOf(part)),
                    event(part, now),
                    null,
                    traceparent));
        }
        return events;
    }

    /** Keys of parts that the version before had and this one has not. */
    List<String> keysGone() {
        if (before == null || before.removed() || before.parts() == texts.size()) {
            return List.of();
        }
        List<String> kept = keys(draft.clientId().toString(), draft.itemId().toString(), texts.size());
        return keys(draft.clientId().toString(), draft.itemId().toString(), before.parts()).stream()
                .filter(key -> !kept.contains(key))
                .toList();
    }

    /** An item's keys on the topic. */
    static List<String> keys(String clientId, String itemId, int parts) {
        String key = clientId + "/" + itemId;
        return parts == 1
                ? List.of(key)
                : IntStream.rangeClosed(1, parts)
                        .mapToObj(part -> key + "/" + part)
                        .toList();
    }

    private ItemCaptured event(int part, Instant now) {
        return new ItemCaptured(
                new ClientId(draft.clientId()),
                draft.projectId(),
                draft.itemId(),
                draft.sourceId(),
                draft.kind(),
                draft.externalId(),
                version,
                draft.title(),
                texts.get(part - 1),
                part,
                texts.size(),
                draft.url(),
                draft.author(),
                null,
                draft.attributes(),
                draft.occurredAt(),
                now);
    }
}
