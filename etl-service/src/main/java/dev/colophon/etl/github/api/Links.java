package dev.colophon.etl.github.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page's {@code Link} headers (RFC 8288) lead, word for word.
 *
 * @param targets addresses by relation
 */
record Links(Map<String, String> targets) {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
    private static final Pattern RELATION = Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))");

    static Links of(List<String> headers) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (String header : headers) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                Matcher relation = RELATION.matcher(link.group(2));
                if (relation.find()) {
                    String names = relation.group(1) == null ? relation.group(2) : relation.group(1);
                    for (String name : names.strip().split("\\s+")) {
                        targets.putIfAbsent(name, link.group(1).strip());
                    }
                }
            }
        }
        return new Links(targets);
    }

    Optional<String> target(String relation) {
        return Optional.ofNullable(targets.get(relation));
    }
}
