package dev.colophon.usage.price;

import dev.colophon.usage.price.Provenance.Origin;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Price lists in the database, revision by revision; a row is added and never changed. No client owns them. */
@Component
class PriceStore {

    /** @param content hash of the revision's own prices */
    record Revision(long number, String content) {}

    private static final String ADD_REVISION = """
            insert into price_revision (origin, content, created_at, created_by, note) values ($1, $2, $3, $4, $5)
            returning revision
            """;

    private static final String ADD_PRICES = """
            insert into price (revision, provider, model, effective_from, input, cached_input, output, source, checked_at,
                   confidence)
            select $1, * from unnest($2::text[], $3::text[], $4::date[], $5::numeric[], $6::numeric[], $7::numeric[],
                   $8::text[], $9::date[], $10::text[])
            """;

    private static final String LATEST = """
            select revision, content from price_revision where origin = $1 and revision <= $2
             order by revision desc limit 1
            """;

    private static final String PRICES = """
            select r.origin, p.* from price p join price_revision r using (revision)
             where p.revision in (select max(revision) from price_revision where revision <= $1 group by origin)
             order by p.provider, p.model, p.effective_from, r.origin
            """;

    private final DatabaseClient database;

    PriceStore(DatabaseClient database) {
        this.database = database;
    }

    /** Waits until no other instance changes prices, and keeps it so until the transaction ends. */
    Mono<Void> lock() {
        return database.sql("select pg_advisory_xact_lock(hashtext('price_revision'), 0)")
                .fetch()
                .all()
                .then();
    }

    /** The number of the latest revision of any origin; 0 for none. */
    Mono<Long> latest() {
        return database.sql("select coalesce(max(revision), 0) as revision from price_revision")
                .map(row -> required(row, "revision", Long.class))
                .one();
    }

    /** The latest revision of one origin. */
    Mono<Revision> latest(Origin origin) {
        return database.sql(LATEST)
                .bind(0, wireName(origin))
                .bind(1, Long.MAX_VALUE)
                .map(row -> new Revision(required(row, "revision", Long.class), required(row, "content", String.class)))
                .one();
    }

    /** All prices as they were at a revision: of each origin its latest list until then. */
    Mono<List<Price>> prices(long atRevision) {
        return database.sql(PRICES)
                .bind(0, atRevision)
                .map(PriceStore::price)
                .all()
                .collectList();
    }

    /** Adds the whole list of one origin. */
    Mono<Long> add(Origin origin, List<Price> prices, Instant at, String who, @Nullable String note) {
        return database.sql(ADD_REVISION)
                .bind(0, wireName(origin))
                .bind(1, PriceHash.of(prices))
                .bind(2, at)
                .bind(3, who)
                .bind(4, note == null ? Parameters.in(String.class) : Parameters.in(note))
                .map(row -> required(row, "revision", Long.class))
                .one()
                .flatMap(revision -> addPrices(revision, prices).thenReturn(revision));
    }

    private Mono<Void> addPrices(long revision, List<Price> prices) {
        return database.sql(ADD_PRICES)
                .bind(0, revision)
                .bind(1, column(prices, Price::provider).toArray(String[]::new))
                .bind(2, column(prices, Price::model).toArray(String[]::new))
                .bind(3, column(prices, Price::effectiveFrom).toArray(LocalDate[]::new))
                .bind(4, column(prices, Price::input).toArray(BigDecimal[]::new))
                .bind(5, column(prices, Price::cachedInput).toArray(BigDecimal[]::new))
                .bind(6, column(prices, Price::output).toArray(BigDecimal[]::new))
                .bind(7, column(prices, price -> price.provenance().source()).toArray(String[]::new))
                .bind(8, column(prices, price -> price.provenance().checkedAt()).toArray(LocalDate[]::new))
                .bind(
                        9,
                        column(prices, price -> price.provenance().verified() ? "verified" : "unverified")
                                .toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static <T> Stream<T> column(List<Price> prices, Function<Price, ? extends @Nullable T> value) {
        return prices.stream().map(value);
    }

    private static Price price(Readable row) {
        return new Price(
                required(row, "provider", String.class),
                required(row, "model", String.class),
                required(row, "effective_from", LocalDate.class),
                required(row, "input", BigDecimal.class),
                row.get("cached_input", BigDecimal.class),
                row.get("output", BigDecimal.class),
                new Provenance(
                        Origin.valueOf(required(row, "origin", String.class).toUpperCase(Locale.ROOT)),
                        required(row, "source", String.class),
                        row.get("checked_at", LocalDate.class),
                        required(row, "confidence", String.class).equals("verified")));
    }

    private static String wireName(Origin origin) {
        return origin.name().toLowerCase(Locale.ROOT);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
