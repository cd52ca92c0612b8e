package dev.colophon.usage.ledger;

import dev.colophon.usage.price.PriceList;
import dev.colophon.usage.price.PriceLists;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The price lists by when they came into force. What is told at an instant is priced with the list of that instant, now
 * and whenever the ledger is rebuilt; what was told before there was any list, with the first.
 */
@Component
class PriceBook {

    private record Revision(long number, Instant createdAt) {}

    private final DatabaseClient database;
    private final PriceLists lists;
    private volatile NavigableMap<Instant, Revision> revisions = new TreeMap<>();
    private volatile Map<Long, PriceList> byRevision = Map.of();

    PriceBook(DatabaseClient database, PriceLists lists) {
        this.database = database;
        this.lists = lists;
    }

    /** Takes up lists that were published since; to be called before events that may be younger are priced. */
    Mono<Void> refresh() {
        return database.sql("select revision, created_at from price_revision order by revision")
                .map(row -> new Revision(
                        Objects.requireNonNull(row.get("revision", Long.class)),
                        Objects.requireNonNull(row.get("created_at", Instant.class))))
                .all()
                .collectList()
                .filter(found -> found.size() > revisions.size())
                .flatMapIterable(found -> found)
                .concatMap(revision -> list(revision).map(list -> Map.entry(revision, list)))
                .collectList()
                .doOnNext(loaded -> {
                    NavigableMap<Instant, Revision> newer = new TreeMap<>();
                    Map<Long, PriceList> known = new TreeMap<>();
                    loaded.forEach(one -> {
                        newer.put(one.getKey().createdAt(), one.getKey());
                        known.put(one.getKey().number(), one.getValue());
                    });
                    if (!known.isEmpty()) {
                        byRevision = known;
                        revisions = newer;
                    }
                })
                .then();
    }

    /** The list in force at an instant. */
    PriceList at(Instant instant) {
        Map.Entry<Instant, Revision> found = revisions.floorEntry(instant);
        if (found == null) {
            found = revisions.firstEntry();
        }
        return Objects.requireNonNull(
                byRevision.get(Objects.requireNonNull(found, "no price list was published yet")
                        .getValue()
                        .number()),
                "price list");
    }

    private Mono<PriceList> list(Revision revision) {
        PriceList known = byRevision.get(revision.number());
        return known != null ? Mono.just(known) : lists.at(String.valueOf(revision.number()));
    }
}
