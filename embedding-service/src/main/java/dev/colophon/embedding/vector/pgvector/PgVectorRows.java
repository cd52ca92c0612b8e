package dev.colophon.embedding.vector.pgvector;

import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.pgvector.WordHashes.ChunkWords;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes chunks into the index in the database, many with one statement, within the client's transaction. */
final class PgVectorRows {

    /** A chunk that is as it was costs no new row: each would be one more in the graph until it is vacuumed. */
    private static final String PUT = """
            insert into vector_chunk as old (client_id, space, chunk_id, item_id, project_id, kind, occurred_at, words,
                                             frequencies, length, embedding)
            select $1, space, chunk_id, item_id, project_id, kind, nullif(occurred_at, '')::timestamptz, words::bigint[],
                   frequencies::smallint[], length, embedding::{extension}.halfvec
              from unnest($2::integer[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                          $10::integer[], $11::text[])
                as row (space, chunk_id, item_id, project_id, kind, occurred_at, words, frequencies, length, embedding)
            on conflict (client_id, chunk_id, space) do update
               set item_id = excluded.item_id, project_id = excluded.project_id, kind = excluded.kind,
                   occurred_at = excluded.occurred_at, words = excluded.words,
                   frequencies = excluded.frequencies, length = excluded.length, embedding = excluded.embedding
             where (old.item_id, old.project_id, old.kind, old.occurred_at, old.words, old.frequencies)
                   is distinct from (excluded.item_id, excluded.project_id, excluded.kind, excluded.occurred_at,
                                     excluded.words, excluded.frequencies)
                or old.embedding operator({extension}.<>) excluded.embedding
            """;

    private static final String DROP = """
            delete from vector_chunk
             where client_id = $1 and chunk_id = any($2)
               and not exists (select from unnest($3::integer[], $4::uuid[]) as kept (space, chunk_id)
                                where kept.space = vector_chunk.space and kept.chunk_id = vector_chunk.chunk_id)
            """;

    private final DatabaseClient database;
    private final PgVectorSpaces spaces;
    private final String put;
    private final WordHashes words = new WordHashes();

    PgVectorRows(DatabaseClient database, PgVectorSpaces spaces, String extension) {
        this.database = database;
        this.spaces = spaces;
        put = PUT.replace("{extension}", extension);
    }

    /** Leaves of the touched chunks those that are present. */
    Mono<Void> write(UUID client, Collection<UUID> touched, List<IndexedChunk> present) {
        return Flux.fromIterable(present)
                .map(Space::of)
                .distinct()
                .concatMap(
                        space -> spaces.open(space.model(), space.dimensions()).map(id -> Map.entry(space, id)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .flatMap(ids -> {
                    List<Row> rows = present.stream()
                            .map(chunk ->
                                    new Row(Objects.requireNonNull(ids.get(Space.of(chunk))), chunk, words.of(chunk)))
                            .toList();
                    return drop(client, touched, rows).then(put(client, rows));
                });
    }

    private Mono<Void> drop(UUID client, Collection<UUID> touched, List<Row> kept) {
        return database.sql(DROP)
                .bind(0, client)
                .bind(1, touched.toArray(UUID[]::new))
                .bind(2, column(kept, Row::space, Integer[]::new))
                .bind(3, column(kept, row -> row.chunk().id(), UUID[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Mono<Void> put(UUID client, List<Row> rows) {
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(put)
                .bind(0, client)
                .bind(1, column(rows, Row::space, Integer[]::new))
                .bind(2, column(rows, row -> row.chunk().id(), UUID[]::new))
                .bind(3, column(rows, row -> row.chunk().itemId(), UUID[]::new))
                .bind(4, column(rows, row -> row.chunk().projectId(), UUID[]::new))
                .bind(5, column(rows, row -> row.chunk().kind(), String[]::new))
                .bind(6, column(rows, Row::occurredAt, String[]::new))
                .bind(7, column(rows, Row::hashes, String[]::new))
                .bind(8, column(rows, Row::frequencies, String[]::new))
                .bind(9, column(rows, row -> row.words().length(), Integer[]::new))
                .bind(10, column(rows, row -> PgLiterals.vector(row.chunk().vector()), String[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static <T> T[] column(List<Row> rows, Function<Row, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private record Space(String model, int dimensions) {

        private static Space of(IndexedChunk chunk) {
            return new Space(chunk.model(), chunk.vector().length);
        }
    }

    private record Row(int space, IndexedChunk chunk, ChunkWords words) {

        private String hashes() {
            return PgLiterals.numbers(words.frequencies().keySet());
        }

        private String frequencies() {
            return PgLiterals.numbers(words.frequencies().values());
        }

        private String occurredAt() {
            return chunk.occurredAt() == null ? "" : chunk.occurredAt().toString();
        }
    }
}
