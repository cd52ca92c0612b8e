package dev.colophon.testing;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Refuses metrics of ours that no {@link DocumentedMeter} on the class path declares as they are: by name, kind, labels and
 * their values, unit, description and buckets.
 */
public final class DeclaredMeters implements MeterFilter {

    private static final Logger log = LoggerFactory.getLogger(DeclaredMeters.class);
    private static final String[] OURS = {"colophon", "project_meta"};
    /** Which every metric has. */
    private static final Set<String> COMMON = Set.of("service");

    private final Map<String, MeterDeclaration> byName = new HashMap<>();

    public DeclaredMeters() {
        onClassPath().forEach(meter -> byName.put(meter.getName(), meter.declaration()));
    }

    /** All constants of all enums that declare metrics. */
    static Collection<DocumentedMeter> onClassPath() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(DocumentedMeter.class));
        List<DocumentedMeter> meters = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents("dev.colophon")) {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
            for (Object constant : type.getEnumConstants()) {
                meters.add((DocumentedMeter) constant);
            }
        }
        return meters;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        problem(id).ifPresent(problem -> refuse(id, problem));
        return MeterFilterReply.NEUTRAL;
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        MeterDeclaration declared = byName.get(id.getName());
        if (declared != null) {
            boolean buckets = config.getServiceLevelObjectiveBoundaries() != null
                    || Boolean.TRUE.equals(config.isPercentileHistogram());
            if (buckets != declared.buckets()) {
                refuse(id, "it is declared " + (declared.buckets() ? "with" : "without") + " buckets");
            }
        }
        return config;
    }

    private Optional<String> problem(Meter.Id id) {
        if (!isOurs(id.getName())) {
            return Optional.empty();
        }
        MeterDeclaration declared = byName.get(id.getName());
        if (declared == null) {
            return Optional.of("no enum that implements DocumentedMeter declares it");
        }
        List<Tag> tags = id.getTags().stream()
                .filter(tag -> !COMMON.contains(tag.getKey()))
                .toList();
        if (tags.size() != declared.labels().size()) {
            return Optional.of("it is declared with the labels " + declared.labels());
        }
        for (Tag tag : tags) {
            if (declared.labels().stream()
                    .noneMatch(label -> label.name().equals(tag.getKey()) && label.allows(tag.getValue()))) {
                return Optional.of(tag + " is none of " + declared.labels());
            }
        }
        boolean same = id.getType() == declared.type()
                && (id.getDescription() == null || declared.description().equals(id.getDescription()))
                && declared.unit().equals(String.valueOf(id.getBaseUnit()).replaceFirst("^null$", ""));
        return same ? Optional.empty() : Optional.of("it is declared as " + declared);
    }

    private static boolean isOurs(String name) {
        for (String prefix : OURS) {
            if (name.startsWith(prefix + ".") || name.startsWith(prefix + "_")) {
                return true;
            }
        }
        return false;
    }

    private static void refuse(Meter.Id id, String problem) {
        String said = "metric " + id + ": " + problem;
        log.error(said); // whoever registers it may swallow what is thrown
        throw new IllegalStateException(said);
    }
}
