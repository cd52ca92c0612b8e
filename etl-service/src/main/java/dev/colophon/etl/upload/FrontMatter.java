package dev.colophon.etl.upload;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What a Markdown document says of itself before it begins: YAML between two lines of three dashes.
 *
 * @param fields plain values and lists of them, as text, by name in lower case
 * @param body what follows; the whole text where it begins otherwise or the YAML is none
 */
record FrontMatter(Map<String, String> fields, String body) {

    private static final int LONGEST = 16 << 10;
    private static final int MOST_FIELDS = 30;
    private static final int VALUE_LIMIT = 500;

    /** @param text with Unix line ends */
    static FrontMatter of(String text) {
        int end = text.startsWith("---\n") ? text.indexOf("\n---\n", 3) : -1;
        if (end < 0 || end > LONGEST) {
            return new FrontMatter(Map.of(), text);
        }
        try {
            Object yaml = new Yaml(new SafeConstructor(limits())).load(text.substring(4, end + 1));
            if (yaml instanceof Map<?, ?> fields) {
                return new FrontMatter(texts(fields), text.substring(end + 5));
            }
        } catch (YAMLException e) {
            // three dashes are a rule in Markdown as well: then all of it is the text
        }
        return new FrontMatter(Map.of(), text);
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(5);
        limits.setNestingDepthLimit(10);
        limits.setCodePointLimit(LONGEST);
        return limits;
    }

    private static Map<String, String> texts(Map<?, ?> yaml) {
        Map<String, String> fields = new LinkedHashMap<>();
        yaml.forEach((name, value) -> {
            String text = value instanceof Collection<?> values
                    ? values.stream()
                            .map(FrontMatter::plain)
                            .filter(each -> !each.isEmpty())
                            .collect(Collectors.joining(", "))
                    : plain(value);
            if (!text.isEmpty() && fields.size() < MOST_FIELDS) {
                fields.put(
                        String.valueOf(name).toLowerCase(Locale.ROOT),
                        text.substring(0, Math.min(VALUE_LIMIT, text.length())));
            }
        });
        return fields;
    }

    private static String plain(@Nullable Object value) {
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value.toString().strip()
                : "";
    }
}
