package dev.colophon.embedding.search;

import dev.colophon.embedding.search.HitStore.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes hits of what was ranked, in a transaction of the client. What is gone meanwhile is passed over. */
@Component
class Hits {

    private final HitStore store;

    Hits(HitStore store) {
        this.store = store;
    }

    /** At most {@code limit} of the ranked items, and whether there are more. */
    Mono<Some> first(UUID clientId, String query, List<RankedItem> ranked, int limit) {
        // the index may be a moment behind: a few more than asked for make up for items that are gone
        List<RankedItem> first = ranked.subList(0, Math.min(ranked.size(), limit + limit / 2 + 2));
        return store.shown(clientId, first.stream().map(RankedItem::chunkId).toList())
                .map(shown -> some(query, first, shown, limit, first.size() < ranked.size()));
    }

    private static Some some(
            String query, List<RankedItem> ranked, Map<UUID, Shown> shown, int limit, boolean moreRanked) {
        List<Hit> hits = new ArrayList<>();
        boolean more = moreRanked;
        for (RankedItem item : ranked) {
            Shown one = shown.get(item.chunkId());
            if (one != null && hits.size() == limit) {
                more = true;
            } else if (one != null) {
                hits.add(hit(query, item, one));
            }
        }
        return new Some(hits, more);
    }

    private static Hit hit(String query, RankedItem item, Shown shown) {
        Snippet snippet = Snippets.of(query, shown.text());
        return new Hit(
                shown.itemId(),
                shown.projectId(),
                shown.kind(),
                shown.title(),
                shown.url(),
                shown.occurredAt(),
                Math.round(item.score() * 1e4) / 1e4,
                snippet.text(),
                snippet.highlights());
    }

    /** Hits, best first; {@code more} where others follow. */
    record Some(List<Hit> hits, boolean more) {}
}
