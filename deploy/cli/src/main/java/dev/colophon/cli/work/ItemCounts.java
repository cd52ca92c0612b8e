package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.api.Api;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many items a project has, by kind.
 *
 * @param byKind for example {@code commit}
 */
public record ItemCounts(Map<String, Long> byKind) {

    public static ItemCounts of(Api api, String projectId) {
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode item : api.all("/api/v1/items?project_id=" + projectId)) {
            counts.merge(item.path("kind").asText(), 1L, Long::sum);
        }
        return new ItemCounts(counts);
    }

    public long of(String kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    public long total() {
        return byKind.values().stream().mapToLong(Long::longValue).sum();
    }
}
