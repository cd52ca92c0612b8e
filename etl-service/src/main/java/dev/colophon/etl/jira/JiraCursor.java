package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a source is read, in Jira's time.
 *
 * @param updated the newest update seen, milliseconds since the epoch; negative where nothing was seen
 */
record JiraCursor(long updated) {

    static final JiraCursor START = new JiraCursor(-1);
    private static final String UPDATED = "updated";
    private static final String KNOWN = "known";
    private static final int MOST_KNOWN = 500;

    /** @param json as {@link #json} gave it, or an empty object */
    static JiraCursor of(JsonNode json) {
        return new JiraCursor(json.path(UPDATED).asLong(-1));
    }

    static KnownVersions known(JsonNode json) {
        return KnownVersions.of(json.path(KNOWN));
    }

    boolean atStart() {
        return updated < 0;
    }

    /** Where to begin, so that what the search learns late is still found. */
    long from(Duration overlap) {
        return Math.max(0, updated - overlap.toMillis());
    }

    JiraCursor seen(long other) {
        return other > updated ? new JiraCursor(other) : this;
    }

    /** Never ahead of the clock: a Jira whose clock is wrong must not make later runs skip what is between. */
    JiraCursor notAfter(Instant now) {
        return updated > now.toEpochMilli() ? new JiraCursor(now.toEpochMilli()) : this;
    }

    /** With what lies within the overlap. */
    ObjectNode json(KnownVersions known, Duration overlap) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!atStart()) {
            json.put(UPDATED, updated);
            json.put("updated_at", Instant.ofEpochMilli(updated).toString());
            json.set(KNOWN, known.json(from(overlap), MOST_KNOWN));
        }
        return json;
    }
}
