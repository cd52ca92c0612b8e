package dev.colophon.metadata.content;

import dev.colophon.metadata.project.ProjectText;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Excerpts of items and how much of them has changed, per project; every call runs in a transaction of its client. */
@Component
public class DigestStore {

    /** A project whose items have changed, and for how long changes have been waiting. */
    record Change(UUID projectId, Duration waited) {}

    private static final int MOST_DOCUMENTS = 15;
    private static final int MOST_ITEMS = 600;
    private static final int MOST_PEOPLE = 500;

    private static final String APPLY = """
            with applied as (
                insert into item_excerpt (item_id, project_id, client_id, version, removed, kind, rank, title, excerpt,
                                          author, occurred_at)
                select i.item_id, i.project_id, p.client_id, i.version, i.removed, i.kind, i.rank, i.title, i.excerpt,
                       nullif(i.author, ''), i.occurred_at
                  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::boolean[], $5::text[], $6::smallint[],
                              $7::text[], $8::text[], $9::text[], $10::timestamptz[])
                       as i(item_id, project_id, version, removed, kind, rank, title, excerpt, author, occurred_at)
                  join project p on p.id = i.project_id
                 order by i.item_id
                on conflict (item_id) do update
                   set project_id = excluded.project_id, version = excluded.version, removed = excluded.removed,
                       kind = excluded.kind, rank = excluded.rank, title = excluded.title, excerpt = excluded.excerpt,
                       author = excluded.author, occurred_at = excluded.occurred_at
                 where item_excerpt.version < excluded.version
                returning project_id, client_id, rank
            )
            insert into project_digest as d (project_id, client_id, revision, front_page_revision, changed_since,
                                             changed_at)
            select project_id, client_id, count(*), case when min(rank) = 0 then count(*) else 0 end, clock_timestamp(),
                   clock_timestamp()
              from applied group by project_id, client_id order by project_id
            on conflict (project_id) do update
               set revision = d.revision + excluded.revision,
                   front_page_revision = case when excluded.front_page_revision > 0
                                              then d.revision + excluded.revision else d.front_page_revision end,
                   changed_since = coalesce(d.changed_since, excluded.changed_since), changed_at = excluded.changed_at
            returning d.project_id, (extract(epoch from clock_timestamp() - d.changed_since) * 1000)::bigint as waited
            """;

    private static final String NEWER = """
            select i.place
              from unnest($1::uuid[], $2::bigint[]) with ordinality as i(item_id, version, place)
              left join item_excerpt e on e.item_id = i.item_id
             where e.item_id is null or e.version < i.version
            """;

    private static final String DOCUMENTS = "select excerpt from item_excerpt where project_id = $1 and not removed"
            + " and kind = 'document' order by rank, occurred_at desc nulls last, item_id limit " + MOST_DOCUMENTS;
    private static final String ITEMS = "select title, excerpt from item_excerpt where project_id = $1 and not removed"
            + " and kind <> 'document' order by rank, occurred_at desc nulls last, item_id limit " + MOST_ITEMS;
    private static final String PEOPLE = "select distinct author from item_excerpt where project_id = $1"
            + " and author is not null limit " + MOST_PEOPLE;
    private static final String REVISION = "select revision from project_digest where project_id = $1";

    private static final String SEEN = """
            update project_digest set changed_since = null where project_id = $1
            returning revision, front_page_revision,
                      (extract(epoch from clock_timestamp() - changed_at) * 1000)::bigint as quiet
            """;

    private final DatabaseClient database;

    DigestStore(DatabaseClient database) {
        this.database = database;
    }

    /** Keeps what is newer than what is kept already, for projects that exist, and tells which projects changed by it. */
    Flux<Change> apply(Collection<ItemExcerpt> excerpts) {
        return database.sql(APPLY)
                .bind(0, column(excerpts, ItemExcerpt::itemId, UUID[]::new))
                .bind(1, column(excerpts, ItemExcerpt::projectId, UUID[]::new))
                .bind(2, column(excerpts, ItemExcerpt::version, Long[]::new))
                .bind(3, column(excerpts, ItemExcerpt::removed, Boolean[]::new))
                .bind(4, column(excerpts, ItemExcerpt::kind, String[]::new))
                .bind(5, column(excerpts, excerpt -> (short) excerpt.rank().ordinal(), Short[]::new))
                .bind(6, column(excerpts, ItemExcerpt::title, String[]::new))
                .bind(7, column(excerpts, ItemExcerpt::excerpt, String[]::new))
                .bind(8, column(excerpts, excerpt -> Objects.requireNonNullElse(excerpt.author(), ""), String[]::new))
                .bind(9, column(excerpts, ItemExcerpt::occurredAt, Instant[]::new))
                .map(row -> new Change(
                        required(row, "project_id", UUID.class),
                        Duration.ofMillis(required(row, "waited", Long.class))))
                .all();
    }

    /** The places, from 1, of those that are newer than what is kept. */
    Flux<Integer> newer(List<ItemVersion> versions) {
        return database.sql(NEWER)
                .bind(0, versions.stream().map(ItemVersion::itemId).toArray(UUID[]::new))
                .bind(1, versions.stream().map(ItemVersion::version).toArray(Long[]::new))
                .mapValue(Integer.class)
                .all();
    }

    /** What the project says now. Read the revision first: what changes meanwhile counts as not read. */
    public Mono<ProjectContent> read(UUID projectId, ProjectText text) {
        Mono<Long> revision = database.sql(REVISION)
                .bind(0, projectId)
                .mapValue(Long.class)
                .one()
                .defaultIfEmpty(0L);
        return revision.flatMap(read -> texts(DOCUMENTS, projectId)
                .flatMap(documents -> items(projectId).flatMap(items -> texts(PEOPLE, projectId)
                        .map(people -> new ProjectContent(text, documents, items, people, read)))));
    }

    /** How the project's items stand, and marks them as looked at; empty where none were captured. */
    public Mono<RefreshPolicy.Standing> look(UUID projectId, long usedRevision) {
        return database.sql(SEEN)
                .bind(0, projectId)
                .map(row -> new RefreshPolicy.Standing(
                        required(row, "revision", Long.class),
                        usedRevision,
                        required(row, "front_page_revision", Long.class),
                        Duration.ofMillis(required(row, "quiet", Long.class))))
                .one();
    }

    private Mono<List<String>> texts(String sql, UUID projectId) {
        return database.sql(sql).bind(0, projectId).mapValue(String.class).all().collectList();
    }

    private Mono<List<String>> items(UUID projectId) {
        return database.sql(ITEMS)
                .bind(0, projectId)
                .map(row -> titled(required(row, "title", String.class), required(row, "excerpt", String.class)))
                .all()
                .collectList();
    }

    private static String titled(String title, String excerpt) {
        return excerpt.startsWith(title) ? excerpt : title + "\n" + excerpt;
    }

    private static <T> T[] column(
            Collection<ItemExcerpt> excerpts,
            Function<ItemExcerpt, ? extends @Nullable T> value,
            IntFunction<T[]> array) {
        return excerpts.stream().map(value).toArray(array);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
