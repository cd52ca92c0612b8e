package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The generated tables of {@code docs/configuration.md}: one for each module with settings of its own, made from what
 * Spring's annotation processor wrote about the module's typed settings.
 */
public final class ConfigurationReference {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String DOCUMENT = "configuration.md";
    private static final JsonMapper JSON = new JsonMapper();

    private ConfigurationReference() {}

    /**
     * Fails where the tables of the modules on the class path differ from the committed ones; {@code
     * -Dcolophon.docs.update=true} rewrites them.
     */
    public static void assertUpToDate() {
        CommittedDocument document = new CommittedDocument(DOCUMENT);
        Map<String, String> tables = tables();
        assertThat(tables).as("modules with settings on the class path").isNotEmpty();
        String updated = document.text();
        for (Map.Entry<String, String> table : tables.entrySet()) {
            updated = GeneratedTable.replaced(updated, "settings", table.getKey(), table.getValue());
        }
        document.assertUpToDate(updated);
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>();
        try {
            for (URL url : Collections.list(
                    ConfigurationReference.class.getClassLoader().getResources(METADATA))) {
                String module = GeneratedTable.module(url.toString());
                String table = module == null ? "" : table(JSON.readTree(url));
                if (module != null && !table.isEmpty()) {
                    tables.put(module, table);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    private static String table(JsonNode metadata) {
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode property : metadata.path("properties")) {
            String name = property.path("name").asText();
            if (name.startsWith("colophon.")) {
                rows.put(name, row(name, property));
            }
        }
        return rows.isEmpty()
                ? ""
                : "\n| property | type | default | what it does |\n|---|---|---|---|\n" + String.join("", rows.values())
                        + "\n";
    }

    private static String row(String name, JsonNode property) {
        String type = property.path("type")
                .asText()
                .replaceAll("[a-z]+\\.(?:[a-z0-9]+\\.)*", "")
                .replace('$', '.');
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        name,
                        type.replace("<", "&lt;").replace(">", "&gt;"),
                        defaultOf(property.path("defaultValue")),
                        property.path("description")
                                .asText("")
                                .replaceAll("\\{@\\w+\\s+([^}]*)\\}", "`$1`")
                                .replaceAll("\\s+", " ")
                                .replace("|", "\\|"));
    }

    private static String defaultOf(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            StringBuilder all = new StringBuilder();
            value.forEach(one -> all.append(all.isEmpty() ? "" : ", ").append(one.asText()));
            return all.isEmpty() ? "" : "`" + all + "`";
        }
        return value.asText().isEmpty() ? "" : "`" + value.asText() + "`";
    }
}
