package dev.colophon.embedding.vector.pgvector;

import dev.colophon.embedding.vector.SearchScope;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** A {@link SearchScope} as a condition on rows: what it leaves open is not in it. */
final class ScopeCondition {

    private final StringBuilder sql = new StringBuilder("client_id = ");
    private final List<Object> values = new ArrayList<>();
    private final int before;

    /**
     * @param before how many parameters the statement has before those of the condition
     */
    ScopeCondition(SearchScope scope, int before) {
        this.before = before;
        sql.append(parameter(scope.clientId()));
        if (scope.projectId() != null) {
            sql.append(" and project_id = ").append(parameter(scope.projectId()));
        }
        if (!scope.projects().isEmpty()) {
            String projects = parameter(scope.projects().toArray(UUID[]::new));
            sql.append(" and project_id = any (").append(projects).append(")");
        }
        if (!scope.kinds().isEmpty()) {
            String kinds = parameter(scope.kinds().toArray(String[]::new));
            sql.append(" and kind = any (").append(kinds).append(")");
        }
        if (scope.from() != null) {
            String from = parameter(OffsetDateTime.ofInstant(scope.from(), ZoneOffset.UTC));
            sql.append(" and occurred_at >= ").append(from);
        }
        if (scope.to() != null) {
            sql.append(" and occurred_at < ").append(parameter(OffsetDateTime.ofInstant(scope.to(), ZoneOffset.UTC)));
        }
        if (scope.exceptItem() != null) {
            sql.append(" and item_id <> ").append(parameter(scope.exceptItem()));
        }
        if (scope.exceptProject() != null) {
            sql.append(" and project_id <> ").append(parameter(scope.exceptProject()));
        }
    }

    String sql() {
        return sql.toString();
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement) {
        GenericExecuteSpec bound = statement;
        for (int i = 0; i < values.size(); i++) {
            bound = bound.bind(before + i, values.get(i));
        }
        return bound;
    }

    private String parameter(Object value) {
        values.add(value);
        return "$" + (before + values.size());
    }
}
