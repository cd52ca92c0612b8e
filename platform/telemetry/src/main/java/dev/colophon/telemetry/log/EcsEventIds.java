package dev.colophon.telemetry.log;

import java.util.List;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Writes the ids of events as a list, so that a search for one of them finds the line. Named in colophon-web.yaml, for
 * logging starts before there are beans.
 */
public final class EcsEventIds implements StructuredLoggingJsonMembersCustomizer<Object> {

    @Override
    public void customize(Members<Object> members) {
        ValueProcessor<Object> listed = (path, value) -> value instanceof String ids ? List.of(ids.split(",")) : value;
        members.applyingValueProcessor(listed.whenHasPath(path -> LogContext.EVENTS.equals(path.toUnescapedString())));
    }
}
