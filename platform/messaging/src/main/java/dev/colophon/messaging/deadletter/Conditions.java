package dev.colophon.messaging.deadletter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A condition in SQL with its values, put together from what a filter asks for. */
final class Conditions {

    private final List<Object> values;
    private final StringBuilder sql = new StringBuilder("true");

    private Conditions(List<Object> values) {
        this.values = values;
    }

    static Conditions of(DeadLetterFilter filter) {
        return after(List.of(), filter);
    }

    /** @param first values that the statement binds before those of the condition */
    static Conditions after(List<Object> first, DeadLetterFilter filter) {
        Conditions where = new Conditions(new ArrayList<>(first));
        if (filter.ids() != null) {
            where.and("id = any(%s)", (Object) filter.ids().toArray(UUID[]::new));
        }
        if (filter.topic() != null) {
            where.and("topic = %s", filter.topic());
        }
        if (filter.error() != null) {
            String error = filter.error();
            where.and(
                    "(error_class = %s or right(error_class, length(%s) + 1) = '.' || %s or cause = %s)",
                    error, error, error, error);
        }
        if (filter.clientId() != null) {
            where.and("client_id = %s", filter.clientId());
        }
        if (filter.state() != null) {
            where.and("state = %s", filter.state().wireName());
        }
        if (filter.from() != null) {
            where.and("failed_at >= %s", filter.from());
        }
        if (filter.to() != null) {
            where.and("failed_at < %s", filter.to());
        }
        return where;
    }

    void andState(int maxRedrives, DeadLetterState... states) {
        and(
                "state = any(%s)",
                (Object) Arrays.stream(states).map(DeadLetterState::wireName).toArray(String[]::new));
        and("redrives < %s", maxRedrives);
    }

    /** @param condition with {@code %s} where each of {@code bound} goes */
    void and(String condition, Object... bound) {
        Object[] places = Arrays.stream(bound)
                .map(value -> {
                    values.add(value);
                    return "$" + values.size();
                })
                .toArray();
        sql.append(" and ").append(String.format(condition, places));
    }

    String sql() {
        return sql.toString();
    }

    List<Object> values() {
        return values;
    }
}
