package dev.colophon.checks.monitoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics of docs/metrics.md, whose tables tests hold to the services. */
final class DocumentedMetrics {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (counter|gauge|summary|histogram) \\|([^|]*)\\|");
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`");
    /** What Prometheus itself gives every series. */
    private static final Set<String> COMMON = Set.of("service", "job", "instance");

    private final Map<String, Set<String>> labelsBySeries = new HashMap<>();

    static DocumentedMetrics read() {
        DocumentedMetrics metrics = new DocumentedMetrics();
        Matcher row = ROW.matcher(Repository.text(Repository.path("docs/metrics.md")));
        while (row.find()) {
            metrics.add(row.group(1), row.group(2), row.group(3));
        }
        return metrics;
    }

    private void add(String name, String kind, String labels) {
        Set<String> all = new HashSet<>(COMMON);
        all.addAll(LABEL.matcher(labels)
                .results()
                .map((MatchResult label) -> label.group(1))
                .collect(Collectors.toSet()));
        if (kind.equals("counter") || kind.equals("gauge")) {
            labelsBySeries.put(name, all);
            return;
        }
        List.of("_count", "_sum", "_max").forEach(suffix -> labelsBySeries.put(name + suffix, all));
        if (kind.equals("histogram")) {
            Set<String> withBound = new HashSet<>(all);
            withBound.add("le");
            labelsBySeries.put(name + "_bucket", withBound);
        }
    }

    /** Has rules that record be asked for too. */
    void recorded(String name, Set<String> labels) {
        labelsBySeries.put(name, labels);
    }

    boolean has(String series) {
        return labelsBySeries.containsKey(series);
    }

    Set<String> labels(String series) {
        return labelsBySeries.getOrDefault(series, Set.of());
    }

    int size() {
        return labelsBySeries.size();
    }
}
