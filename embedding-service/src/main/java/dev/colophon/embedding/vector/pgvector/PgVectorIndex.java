package dev.colophon.embedding.vector.pgvector;

import dev.colophon.embedding.vector.ChangedChunks;
import dev.colophon.embedding.vector.IndexPosition;
import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorProjection;
import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * {@link VectorProjection} in the database, by pgvector: one for all instances. Whoever writes holds the row with the
 * position and moves it in the same transaction, so that instances take turns and each change is written once.
 */
public final class PgVectorIndex implements VectorProjection {

    public static final String TYPE = "pgvector";

    private static final Logger log = LoggerFactory.getLogger(PgVectorIndex.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String START_ANEW = """
            update vector_position set source = $1, transaction = '0', chunk_id = '00000000-0000-0000-0000-000000000000'
             where source <> $1
            """;

    private static final String POSITION = """
            select transaction::text::bigint as transaction, chunk_id,
                   (select coalesce(sum(greatest(reltuples, 0)), 0)::bigint from pg_class
                     where oid in (select inhrelid from pg_inherits where inhparent = 'vector_chunk'::regclass)) as chunks
              from vector_position
            """;

    /** Waits for nobody: whoever holds the row is moving it. */
    private static final String HOLD = """
            select 1 from vector_position where transaction = $1::text::xid8 and chunk_id = $2 for update skip locked
            """;

    private static final String MOVE = "update vector_position set transaction = $1::text::xid8, chunk_id = $2";

    private static final String CLEAR = "select clear_vector_spaces()";

    private final DatabaseClient database;
    private final ClientTransactions transactions;
    private final PgVectorRows rows;
    private final PgVectorSearch search;
    private IndexPosition seen = IndexPosition.START;
    private volatile long followedBefore;
    private volatile long size;

    /**
     * @param extension the schema that pgvector is in
     */
    public PgVectorIndex(DatabaseClient database, ClientTransactions transactions, String extension) {
        this.database = database;
        this.transactions = transactions;
        PgVectorSpaces spaces = new PgVectorSpaces(database);
        rows = new PgVectorRows(database, spaces, extension);
        search = new PgVectorSearch(database, spaces, extension);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public void resume(UUID source) {
        Mono<Boolean> anew = database.sql(START_ANEW)
                .bind(0, source)
                .fetch()
                .rowsUpdated()
                .filter(changed -> changed > 0)
                .flatMap(changed -> forgetRows())
                .hasElement();
        if (there(transactions.inSystem(anew))) {
            log.info("search index in the database is made anew");
        }
        followedBefore = 0;
        seen = IndexPosition.START;
    }

    @Override
    public IndexPosition position() {
        Position row = there(database.sql(POSITION)
                .map(found -> new Position(
                        new IndexPosition(
                                Objects.requireNonNull(found.get("transaction", Long.class)),
                                Objects.requireNonNull(found.get("chunk_id", UUID.class))),
                        Objects.requireNonNull(found.get("chunks", Long.class))))
                .one());
        IndexPosition now = row.position();
        boolean wentBack = now.transaction() < seen.transaction();
        followedBefore = wentBack ? now.transaction() : Math.max(followedBefore, now.transaction());
        seen = now;
        size = row.chunks();
        return now;
    }

    @Override
    public boolean apply(ChangedChunks changed, Mono<List<IndexedChunk>> present) {
        // chunks are read while the position is held: what changes afterwards is a later change
        Mono<Boolean> write = hold(changed.after())
                .flatMap(held -> present.flatMap(chunks -> rows.write(changed.clientId(), changed.chunkIds(), chunks))
                        .then(move(changed.upTo())))
                .hasElement();
        return there(transactions.inClient(changed.clientId(), write));
    }

    @Override
    public void reached(long before) {
        followedBefore = before;
    }

    @Override
    public long followedBefore() {
        return followedBefore;
    }

    /** A transaction's rows are found from its commit on. */
    @Override
    public void refresh() {}

    /** Every change is its own transaction. */
    @Override
    public void commit() {}

    /** There is nothing that this instance holds. */
    @Override
    public void reopen() {
        followedBefore = 0;
    }

    @Override
    public void clear() {
        log.info("search index in the database is made anew");
        transactions.inSystem(move(IndexPosition.START).then(forgetRows())).block(PATIENCE);
        seen = IndexPosition.START;
        followedBefore = 0;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public List<ScoredChunk> nearest(SearchScope scope, float[] vector, int k) {
        return there(transactions.inClient(scope.clientId(), search.nearest(scope, vector, k)));
    }

    @Override
    public List<ScoredChunk> matching(SearchScope scope, String query, int k) {
        return there(transactions.inClient(scope.clientId(), search.matching(scope, query, k)));
    }

    @Override
    public void close() {}

    private Mono<Integer> hold(IndexPosition position) {
        return database.sql(HOLD)
                .bind(0, Long.toString(position.transaction()))
                .bind(1, position.chunkId())
                .map(row -> 1)
                .one();
    }

    private Mono<Long> move(IndexPosition position) {
        return database.sql(MOVE)
                .bind(0, Long.toString(position.transaction()))
                .bind(1, position.chunkId())
                .fetch()
                .rowsUpdated();
    }

    private Mono<Boolean> forgetRows() {
        return database.sql(CLEAR).fetch().first().thenReturn(true);
    }

    private static <T> T there(Mono<T> answer) {
        return Objects.requireNonNull(answer.block(PATIENCE), "the database gave no answer");
    }

    private record Position(IndexPosition position, long chunks) {}
}
