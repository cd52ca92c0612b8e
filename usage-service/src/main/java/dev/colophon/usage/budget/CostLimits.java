package dev.colophon.usage.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads the limits and policies of the current transaction's client from where its configuration is stored: a limit
 * holds from the moment it is set, on every instance.
 */
@Component
class CostLimits {

    private static final String LIMITS = "configuration/cost_limits";
    private static final String POLICIES = "configuration/policies";

    private static final String READ =
            "select kind, document::text as document from client_setting where kind = any($1)";

    private final DatabaseClient database;
    private final ObjectMapper json;

    CostLimits(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    Mono<SpendingPolicy> current() {
        return database.sql(READ)
                .bind(0, new String[] {LIMITS, POLICIES})
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("kind", String.class)),
                        Objects.requireNonNull(row.get("document", String.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(stored -> policy(document(stored.get(LIMITS)), document(stored.get(POLICIES))));
    }

    private JsonNode document(@Nullable String stored) {
        try {
            return stored == null ? json.createObjectNode() : json.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored setting is not readable", e);
        }
    }

    static SpendingPolicy policy(JsonNode costLimits, JsonNode policies) {
        List<SpendingPolicy.Limit> limits = new ArrayList<>();
        for (JsonNode limit : costLimits.path("limits")) {
            JsonNode project = limit.path("project_id");
            limits.add(new SpendingPolicy.Limit(
                    project.isTextual() ? UUID.fromString(project.textValue()) : null,
                    Period.valueOf(limit.path("period").asText().toUpperCase(Locale.ROOT)),
                    limit.path("kind").asText().equals("hard"),
                    new BigDecimal(limit.path("amount").asText())));
        }
        return new SpendingPolicy(
                limits,
                policies.path("on_limit").asText("block"),
                policies.path("unknown_price").asText("flag").equals("refuse"));
    }
}
