package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Which versions of issues were captured lately: what looks the same by id, time of update and content needs no reading
 * again when windows overlap. Bounded; what is forgotten is read again, which changes nothing.
 */
final class KnownVersions {

    private static final int MOST = 5_000;

    private final Map<String, Version> versions = new HashMap<>();

    /** @param json as {@link #json} gave it */
    static KnownVersions of(JsonNode json) {
        KnownVersions known = new KnownVersions();
        json.fields().forEachRemaining(entry -> {
            String[] parts = entry.getValue().asText().split(":", 2);
            if (parts.length == 2 && parts[0].matches("-?\\d{1,18}")) {
                known.versions.put(entry.getKey(), new Version(Long.parseLong(parts[0]), parts[1]));
            }
        });
        return known;
    }

    /** @param digest of the issue as the search gives it */
    boolean knows(String id, long updated, String digest) {
        return new Version(updated, digest).equals(versions.get(id));
    }

    void add(String id, long updated, String digest) {
        versions.put(id, new Version(updated, digest));
        if (versions.size() > 2 * MOST) {
            long oldest = versions.values().stream()
                    .map(Version::updated)
                    .sorted(Comparator.reverseOrder())
                    .skip(MOST)
                    .findFirst()
                    .orElse(Long.MIN_VALUE);
            versions.values().removeIf(version -> version.updated <= oldest);
        }
    }

    /** Those updated since a time, the newest {@code most} of them. */
    JsonNode json(long since, int most) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        versions.entrySet().stream()
                .filter(entry -> entry.getValue().updated >= since)
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong(Version::updated).reversed()))
                .limit(most)
                .forEach(entry -> json.put(entry.getKey(), entry.getValue().updated + ":" + entry.getValue().digest));
        return json;
    }

    /** Tells contents of one issue at one time apart; need not withstand an adversary. */
    static String digest(JsonNode issue) {
        CRC32C sum = new CRC32C();
        sum.update(issue.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private record Version(long updated, String digest) {}
}
