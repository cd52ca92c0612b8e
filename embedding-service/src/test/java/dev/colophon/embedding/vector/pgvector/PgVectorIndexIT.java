package dev.colophon.embedding.vector.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.embedding.vector.ChangedChunks;
import dev.colophon.embedding.vector.IndexPosition;
import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.embedding.vector.VectorIndexContract;
import dev.colophon.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** pgvector does what Lucene does, and more: it is shared by instances, and guarded by the database itself. */
class PgVectorIndexIT extends VectorIndexContract {

    private static TestDatabase database;
    private static PgVectorTables tables;

    private PgVectorIndex index;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.withPgVector();
        tables = new PgVectorTables(database);
        tables.migrate();
    }

    @AfterAll
    static void close() {
        if (tables != null) {
            tables.close();
        }
    }

    @BeforeEach
    void open() {
        index = tables.instance();
    }

    @Override
    protected VectorIndex index() {
        return index;
    }

    @Override
    protected void put(List<IndexedChunk> chunks) {
        chunks.stream().collect(Collectors.groupingBy(IndexedChunk::clientId)).forEach((client, own) -> assertThat(
                        index.apply(change(index, client, ids(own)), Mono.just(own)))
                .isTrue());
    }

    @Override
    protected void remove(List<UUID> chunkIds) {
        assertThat(index.apply(change(index, client, chunkIds), Mono.just(List.of())))
                .isTrue();
    }

    private static ChangedChunks change(PgVectorIndex index, UUID client, List<UUID> chunkIds) {
        IndexPosition now = index.position();
        return new ChangedChunks(client, chunkIds, now, new IndexPosition(now.transaction() + 1, UUID.randomUUID()));
    }

    @Test
    void findsThroughTheGraphNearlyAllThatAnExactSearchFinds() throws SQLException {
        List<IndexedChunk> chunks = chunks(1_500);
        put(chunks);
        UUID other = UUID.randomUUID();
        put(IntStream.range(0, 1_500)
                .mapToObj(i -> chunk(other, project, "commit", MODEL, "text", randomVector()))
                .toList());
        execute("vacuum analyze embedding.vector_chunk");
        index.position();
        PgVectorSpaces.Size size = new PgVectorSpaces.Size(1_500, 10, index.size());
        assertThat(PgVectorSearch.exactIsCheaper(size, 10)).isFalse();
        int hits = 0;
        for (int i = 0; i < 20; i++) {
            float[] query = randomVector();
            List<UUID> exact = exact(chunks, query, 10);
            hits += (int) tables.instance().nearest(scope(), query, 10).stream()
                    .filter(found -> exact.contains(found.chunkId()))
                    .count();
        }

        assertThat(hits / 200.0).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void ranksWordsByWhatTheClientHasAndNotByWhatOthersHave() {
        put(List.of(text("common common words"), text("common rare words"), text("common other words")));
        List<ScoredChunk> before = index.matching(scope(), "common rare", 10);
        UUID other = UUID.randomUUID();
        put(IntStream.range(0, 50)
                .mapToObj(i -> chunk(other, project, "commit", MODEL, "rare rare rare", randomVector()))
                .toList());

        assertThat(tables.instance().matching(scope(), "common rare", 10)).isEqualTo(before);
        assertThat(before).hasSize(3);
    }

    @Test
    void letsNoInstanceWriteWhatAnotherHasWrittenSince() {
        PgVectorIndex second = tables.instance();
        IndexedChunk chunk = text("as the first wrote it");
        ChangedChunks change = change(index, client, List.of(chunk.id()));
        assertThat(index.apply(change, Mono.just(List.of(chunk)))).isTrue();

        assertThat(second.apply(change, Mono.just(List.of()))).isFalse();

        assertThat(second.nearest(scope(), randomVector(), 5)).hasSize(1);
        assertThat(second.position()).isEqualTo(change.upTo());
        assertThat(second.hasFollowed(change.upTo().transaction() - 1)).isTrue();
    }

    @Test
    void doesNotWaitForAnInstanceThatIsWriting() throws Exception {
        PgVectorIndex second = tables.instance();
        ChangedChunks change = change(index, client, List.of());
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(
                () -> index.apply(change, Mono.fromCallable(() -> waited(writing, mayGoOn))));
        assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(second.apply(change, Mono.just(List.of()))).isFalse();

        mayGoOn.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
    }

    private static List<IndexedChunk> waited(CountDownLatch begun, CountDownLatch mayGoOn) throws InterruptedException {
        begun.countDown();
        assertThat(mayGoOn.await(30, TimeUnit.SECONDS)).isTrue();
        return List.of();
    }

    @Test
    void keepsNeitherRowsNorPositionOfAWriteThatFails() {
        IndexedChunk good = text("fine");
        IndexedChunk bad = chunk(client, project, "commit", MODEL, "bad", new float[] {Float.NaN});
        IndexPosition before = index.position();
        ChangedChunks change = change(index, client, List.of(good.id(), bad.id()));

        assertThatThrownBy(() -> index.apply(change, Mono.just(List.of(good, bad))))
                .isInstanceOf(RuntimeException.class);

        assertThat(index.position()).isEqualTo(before);
        assertThat(index.nearest(scope(), randomVector(), 10)).isEmpty();
    }

    @Test
    void showsNoRowToWhoeverActsForAnotherClientOrForNone() throws SQLException {
        put(List.of(text("rotates the signing key")));
        Long hash =
                new WordHashes().ofQuery(scope(), "signing").keySet().iterator().next();
        String asked =
                "select count(*) from chunks_with_words((select array_agg(id) from vector_space), array[" + hash + "])";
        try (Connection application = database.asApplication("embedding")) {
            assertThat(count(application, asked)).isZero();
            assertThat(count(application, "select count(*) from vector_chunk")).isZero();
            actFor(application, UUID.randomUUID());
            assertThat(count(application, asked)).isZero();
            actFor(application, client);
            assertThat(count(application, asked)).isEqualTo(1);
            assertThat(count(application, "select count(*) from vector_chunk")).isEqualTo(1);
            assertThat(count(application, "select count(*) from vector_chunk_1"))
                    .as("past the policy")
                    .isZero();
        }
    }

    @Test
    void writesNoRowAnewThatIsAsItWas() throws SQLException {
        List<IndexedChunk> chunks = chunks(5);
        put(chunks);
        String writers = "select count(distinct xmin::text), min(xmin::text::bigint) from embedding.vector_chunk"
                + " where client_id = '" + client + "'";
        long before = second(writers);

        put(chunks);

        assertThat(second(writers)).isEqualTo(before);
    }

    @Test
    void startsAnewForAnotherDatabase() {
        put(chunks(3));
        PgVectorIndex restored = tables.instance();

        restored.resume(UUID.randomUUID());

        assertThat(restored.position()).isEqualTo(IndexPosition.START);
        assertThat(restored.nearest(scope(), randomVector(), 5)).isEmpty();
    }

    @Test
    void knowsWhichVersionsGoOnThroughTheGraph() {
        assertThat(PgVectorSchema.isRecent("0.8.0")).isTrue();
        assertThat(PgVectorSchema.isRecent("0.10")).isTrue();
        assertThat(PgVectorSchema.isRecent("1.0.0")).isTrue();
        assertThat(PgVectorSchema.isRecent("0.7.4")).isFalse();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection admin = database.asAdmin()) {
            admin.createStatement().execute(sql);
        }
    }

    private static void actFor(Connection connection, UUID client) throws SQLException {
        connection.createStatement().execute("select set_config('app.client_id', '" + client + "', false)");
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long second(String sql) throws SQLException {
        try (Connection admin = database.asAdmin();
                ResultSet row = admin.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(2);
        }
    }
}
