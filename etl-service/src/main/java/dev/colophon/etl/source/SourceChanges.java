package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What may change of a source; what is left out stays.
 *
 * @param config replaces the one before; the next run then reads everything, and takes the place of one under way
 * @param credentials replace those before; the secret of webhooks stays unless a new one is given
 * @param schedule null ends it
 */
record SourceChanges(
        @Nullable String name,
        @Nullable @Schema(type = "object") JsonNode config,
        @Nullable @Schema(type = "object") JsonNode credentials,
        @Nullable @Schema(example = "PT1H") JsonNode schedule,
        @Nullable Boolean paused) {

    private static final Set<String> FIELDS = Set.of("name", "config", "credentials", "schedule", "paused");
    private static final int MAX_NAME = 200;

    /**
     * Tells null from what is left out, which a binding to fields does not.
     *
     * @throws ProblemException {@code 400} naming the field at fault
     */
    static SourceChanges of(JsonNode body) {
        if (!body.isObject()) {
            throw fault("", "must be a JSON object");
        }
        TreeSet<String> unknown = new TreeSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw fault(unknown.first(), "there is no such field");
        }
        return new SourceChanges(
                name(body.get("name")),
                body.get("config"),
                body.get("credentials"),
                body.get("schedule"),
                paused(body.get("paused")));
    }

    /**
     * A source as it is afterwards.
     *
     * @param checked the configuration, as its connector takes it
     * @param when the schedule
     */
    Source appliedTo(Source now, JsonNode checked, @Nullable Schedule when) {
        return new Source(
                now.id(),
                now.projectId(),
                now.type(),
                name == null ? now.name() : name,
                config == null ? now.config() : checked,
                schedule == null ? now.schedule() : when,
                Objects.requireNonNullElse(paused, now.paused()),
                now.cursor(),
                null,
                null,
                null,
                now.createdAt(),
                now.updatedAt());
    }

    private static @Nullable String name(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        String name = node.isTextual() ? node.textValue().strip() : "";
        if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\u0000') >= 0) {
            throw fault("name", "must be a text of 1 to " + MAX_NAME + " characters");
        }
        return name;
    }

    private static @Nullable Boolean paused(@Nullable JsonNode node) {
        if (node != null && !node.isBoolean()) {
            throw fault("paused", "must be true or false");
        }
        return node == null ? null : node.booleanValue();
    }

    private static ProblemException fault(String field, String message) {
        return ProblemException.badRequest("The source cannot be changed", new FieldError(field, message));
    }

    @Override
    public String toString() {
        return "SourceChanges[" + name + "]";
    }
}
