package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the fields that a client has chosen by their names: their ids differ from one Jira to the next. Remembers them for
 * a while for those who ask often. Safe for concurrent use.
 */
public final class ChosenFields {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    private final Map<Asked, Found> found = new ConcurrentHashMap<>();
    private final Clock clock;

    public ChosenFields(Clock clock) {
        this.clock = clock;
    }

    /** As {@link #resolve}, as it was a while ago. */
    public Map<String, String> remembered(JiraClient client, List<String> names)
            throws IOException, InterruptedException, SourceFailure {
        Found before = found.get(new Asked(client.page("/"), names));
        return before == null || before.at.plus(REMEMBERED).isBefore(clock.instant())
                ? resolve(client, names)
                : before.fields;
    }

    /**
     * The ids of the fields and their names, in the order in which they were chosen. A name may also be an id.
     *
     * @throws SourceFailure lasting, naming what is missing or stands for several fields
     */
    public Map<String, String> resolve(JiraClient client, List<String> names)
            throws IOException, InterruptedException, SourceFailure {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> fields = among(client.get("/field", Map.of(), "/field", "the list of fields"), names);
        if (found.size() >= MOST) {
            found.clear();
        }
        found.put(new Asked(client.page("/"), names), new Found(fields, clock.instant()));
        return fields;
    }

    static Map<String, String> among(JsonNode fields, List<String> names) throws SourceFailure {
        Map<String, List<String>> idsByName = new TreeMap<>();
        Map<String, List<String>> idsByAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> nameById = new LinkedHashMap<>();
        for (JsonNode field : fields) {
            String id = field.path("id").asText();
            String name = field.path("name").asText().strip();
            idsByName.computeIfAbsent(name, any -> new ArrayList<>()).add(id);
            idsByAnyCase.computeIfAbsent(name, any -> new ArrayList<>()).add(id);
            nameById.put(id, name);
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : names) {
            if (nameById.containsKey(name)) {
                chosen.put(name, nameById.get(name));
                continue;
            }
            List<String> ids = idsByName.getOrDefault(name, idsByAnyCase.getOrDefault(name, List.of()));
            if (ids.size() != 1) {
                throw SourceFailure.lasting("config.custom_fields: " + fault(name, ids));
            }
            chosen.put(ids.get(0), nameById.getOrDefault(ids.get(0), name));
        }
        return chosen;
    }

    private static String fault(String name, List<String> ids) {
        return ids.isEmpty()
                ? "Jira shows these credentials no field named \"" + name + "\""
                : "Jira has " + ids.size() + " fields named \"" + name + "\"; choose one by its id: "
                        + String.join(", ", ids);
    }

    private record Asked(URI site, List<String> names) {}

    private record Found(Map<String, String> fields, Instant at) {}
}
