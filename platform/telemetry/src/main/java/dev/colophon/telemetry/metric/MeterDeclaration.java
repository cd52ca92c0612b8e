package dev.colophon.telemetry.metric;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a metric is called and tells.
 *
 * @param unit empty where it counts
 * @param buckets whether quantiles can be told of it
 */
public record MeterDeclaration(
        Meter.Type type, String name, String unit, String description, List<Label> labels, boolean buckets) {

    /**
     * A label of a metric, of low cardinality always: never a client, a project or a text.
     *
     * @param values all there are; empty where what is configured or asked for decides
     */
    public record Label(String name, List<String> values) implements KeyName {

        /** @param words {@code name}, or {@code name=one|another} */
        static Label of(String words) {
            String[] parts = words.split("=", 2);
            return new Label(parts[0], parts.length == 1 ? List.of() : List.of(parts[1].split("\\|")));
        }

        @Override
        public String asString() {
            return name;
        }

        public boolean allows(String value) {
            return values.isEmpty() || values.contains(value);
        }
    }

    /** @param labels as {@code name}, or {@code name=one|another} where all values are known */
    public static MeterDeclaration counter(String name, String description, String... labels) {
        return of(Meter.Type.COUNTER, name, "", description, labels);
    }

    /** As {@link #counter}; Prometheus gets seconds. */
    public static MeterDeclaration timer(String name, String description, String... labels) {
        return of(Meter.Type.TIMER, name, "", description, labels);
    }

    /** As {@link #counter}, of something with a unit. */
    public static MeterDeclaration summary(String name, String unit, String description, String... labels) {
        return of(Meter.Type.DISTRIBUTION_SUMMARY, name, unit, description, labels);
    }

    /** As {@link #counter}, of something with a unit. */
    public static MeterDeclaration gauge(String name, String unit, String description, String... labels) {
        return of(Meter.Type.GAUGE, name, unit, description, labels);
    }

    /** The same, in buckets of a histogram. */
    public MeterDeclaration inBuckets() {
        return new MeterDeclaration(type, name, unit, description, labels, true);
    }

    private static MeterDeclaration of(
            Meter.Type type, String name, String unit, String description, String... labels) {
        return new MeterDeclaration(
                type, name, unit, description, Stream.of(labels).map(Label::of).toList(), false);
    }
}
