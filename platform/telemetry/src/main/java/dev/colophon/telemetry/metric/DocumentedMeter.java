package dev.colophon.telemetry.metric;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A metric, as an enum of its feature declares it: docs/metrics.md is made from these, and tests refuse metrics of ours that
 * are not among them. Label values are given in the order of declaration.
 */
public interface DocumentedMeter extends MeterDocumentation {

    MeterDeclaration declaration();

    @Override
    default String getName() {
        return declaration().name();
    }

    @Override
    default Meter.Type getType() {
        return declaration().type();
    }

    @Override
    default String getBaseUnit() {
        return declaration().unit();
    }

    @Override
    default KeyName[] getKeyNames() {
        return declaration().labels().toArray(KeyName[]::new);
    }

    /** @throws IllegalArgumentException where there are more or fewer values than labels */
    default Tags tags(String... values) {
        List<MeterDeclaration.Label> labels = declaration().labels();
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(getName() + " has the labels " + labels);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(labels.get(i).name(), values[i]);
        }
        return tags;
    }

    default Counter counter(MeterRegistry meters, String... values) {
        return Counter.builder(getName())
                .description(declaration().description())
                .tags(tags(values))
                .register(meters);
    }

    default Timer.Builder timer(String... values) {
        return Timer.builder(getName()).description(declaration().description()).tags(tags(values));
    }

    default DistributionSummary.Builder summary(String... values) {
        return DistributionSummary.builder(getName())
                .description(declaration().description())
                .baseUnit(unit())
                .tags(tags(values));
    }

    /** Holds on to {@code state}: the gauge lives as long as the registry. */
    default <T> Gauge gauge(MeterRegistry meters, T state, ToDoubleFunction<T> value, String... values) {
        return Gauge.builder(getName(), () -> value.applyAsDouble(state))
                .description(declaration().description())
                .baseUnit(unit())
                .tags(tags(values))
                .register(meters);
    }

    /** Rows bring their own {@link #tags}. */
    default MultiGauge gauges(MeterRegistry meters) {
        return MultiGauge.builder(getName())
                .description(declaration().description())
                .baseUnit(unit())
                .register(meters);
    }

    private @Nullable String unit() {
        return getBaseUnit().isEmpty() ? null : getBaseUnit();
    }
}
