package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generated tables of {@code docs/metrics.md}: one for each module that declares metrics. Dashboards and alerts are held
 * to them.
 */
public final class MetricsReference {

    private static final String DOCUMENT = "metrics.md";
    private static final String OTHERS = "## What others measure";
    private static final Pattern FOREIGN = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (\\w+) \\|([^|]*)\\|");
    private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");

    private MetricsReference() {}

    /**
     * Fails where the tables of the modules on the class path differ from the committed ones; {@code
     * -Dcolophon.docs.update=true} rewrites them.
     */
    public static void assertUpToDate() {
        Map<String, Map<String, String>> modules = new TreeMap<>();
        for (DocumentedMeter meter : DeclaredMeters.onClassPath()) {
            String module = GeneratedTable.module(meter.getClass()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString());
            if (module != null) {
                String name = inPrometheus(meter);
                modules.computeIfAbsent(module, none -> new TreeMap<>()).put(name, row(name, meter.declaration()));
            }
        }
        assertThat(modules).as("modules with metrics on the class path").isNotEmpty();
        CommittedDocument document = new CommittedDocument(DOCUMENT);
        String updated = document.text();
        for (Map.Entry<String, Map<String, String>> module : modules.entrySet()) {
            String table = "\n| metric | kind | labels | what it tells |\n|---|---|---|---|\n"
                    + String.join("", module.getValue().values()) + "\n";
            updated = GeneratedTable.replaced(updated, "metrics", module.getKey(), table);
        }
        document.assertUpToDate(updated);
    }

    /**
     * Fails where a running service does not tell what the document says that others measure, by its labels.
     *
     * @param scraped what Prometheus would read of the service
     */
    public static void assertOthersToldIn(String scraped) {
        String document = new CommittedDocument(DOCUMENT).text();
        Matcher row = FOREIGN.matcher(document.substring(document.indexOf(OTHERS)));
        Set<String> missing = new TreeSet<>();
        while (row.find()) {
            String series = row.group(1) + (row.group(2).equals("histogram") ? "_bucket" : "");
            Set<String> labels = labelsOf(series, scraped);
            for (String label : row.group(3).split(";")) {
                String name = label.replaceAll("[` ]", "");
                if (!series.equals("up") && !labels.contains(name)) {
                    missing.add(series + "{" + name + "}");
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** With the empty label, where there is the series at all. */
    private static Set<String> labelsOf(String series, String scraped) {
        return scraped.lines()
                .filter(line -> line.startsWith(series + "{"))
                .flatMap(line -> Stream.concat(
                        Stream.of(""), LABEL.matcher(line).results().map(label -> label.group(1))))
                .collect(Collectors.toSet());
    }

    private static String row(String name, MeterDeclaration declared) {
        return "| `%s` | %s | %s | %s |\n".formatted(name, kind(declared), labels(declared), declared.description());
    }

    private static String kind(MeterDeclaration declared) {
        if (declared.type() == Meter.Type.COUNTER || declared.type() == Meter.Type.GAUGE) {
            return declared.type().name().toLowerCase(Locale.ROOT);
        }
        return declared.buckets() ? "histogram" : "summary";
    }

    private static String labels(MeterDeclaration declared) {
        return declared.labels().stream()
                .map(label -> "`" + label.name() + "`"
                        + (label.values().isEmpty() ? "" : " (" + String.join(", ", label.values()) + ")"))
                .collect(Collectors.joining("; "));
    }

    /** As the registry itself would name it. */
    private static String inPrometheus(DocumentedMeter meter) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        String[] any = meter.declaration().labels().stream().map(label -> "any").toArray(String[]::new);
        switch (meter.getType()) {
            case COUNTER -> meter.counter(registry, any);
            case TIMER -> meter.timer(any).register(registry);
            case DISTRIBUTION_SUMMARY -> meter.summary(any).register(registry);
            default -> meter.gauge(registry, 0, Integer::doubleValue, any);
        }
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE ") && !line.endsWith("_max gauge"))
                .map(line -> line.split(" ")[2])
                .findFirst()
                .orElseThrow();
    }
}
