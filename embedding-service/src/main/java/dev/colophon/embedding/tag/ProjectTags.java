package dev.colophon.embedding.tag;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Which tags projects have. Case makes no difference. Every call belongs into a transaction of the client; what was
 * generated earlier never replaces what was generated later.
 */
@Component
public class ProjectTags {

    private static final String KEEP = """
            insert into project_tag (client_id, project_id, tags, generated_at)
            select $1, $2, $3::text[], $4
             where not exists (select 1 from removed_project r where r.client_id = $1 and r.project_id = $2)
            on conflict (client_id, project_id) do update
               set tags = excluded.tags, generated_at = excluded.generated_at
             where project_tag.generated_at <= excluded.generated_at
            """;

    private final DatabaseClient database;

    ProjectTags(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> keep(UUID clientId, UUID projectId, Collection<String> tags, Instant generatedAt) {
        return database.sql(KEEP)
                .bind(0, clientId)
                .bind(1, projectId)
                .bind(2, normal(tags))
                .bind(3, generatedAt)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The projects that have all of these tags. */
    public Mono<Set<UUID>> projectsWith(UUID clientId, Collection<String> tags) {
        return database.sql("select project_id from project_tag where client_id = $1 and tags @> $2::text[]")
                .bind(0, clientId)
                .bind(1, normal(tags))
                .map(row -> Objects.requireNonNull(row.get("project_id", UUID.class)))
                .all()
                .collect(Collectors.toSet());
    }

    /** The tags of those of these projects that have any. */
    public Mono<Map<UUID, List<String>>> of(UUID clientId, Collection<UUID> projectIds) {
        return database.sql("select project_id, tags from project_tag where client_id = $1 and project_id = any($2)")
                .bind(0, clientId)
                .bind(1, projectIds.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("project_id", UUID.class)),
                        List.of(Objects.requireNonNull(row.get("tags", String[].class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static String[] normal(Collection<String> tags) {
        return tags.stream()
                .map(tag -> tag.strip().replace("\u0000", "").toLowerCase(Locale.ROOT))
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toArray(String[]::new);
    }
}
