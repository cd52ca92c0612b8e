package dev.colophon.persistence.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of a job did, for operators: figures and names of things, never content of clients.
 *
 * @param skipped whether there was a reason to do nothing
 */
public record JobResult(Map<String, Object> figures, boolean skipped) {

    public JobResult {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    public static JobResult of(String name, Object value) {
        return new JobResult(Map.of(name, value), false);
    }

    public static JobResult of(Map<String, ?> figures) {
        return new JobResult(new LinkedHashMap<>(figures), false);
    }

    /** The run did nothing, and that is right. */
    public static JobResult skipped(String reason) {
        return new JobResult(Map.of("reason", reason), true);
    }

    /** The same with one figure more. */
    public JobResult with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(figures);
        all.put(name, value);
        return new JobResult(all, skipped);
    }
}
