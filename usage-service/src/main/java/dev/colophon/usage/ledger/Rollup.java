package dev.colophon.usage.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a set of changes adds to the daily figures of one project, provider, model and operation.
 *
 * @param projectId zero for none
 */
record Rollup(
        LocalDate day,
        UUID projectId,
        String provider,
        String model,
        String operation,
        long requests,
        long texts,
        long tokens,
        long cacheHits,
        long unknown,
        long unconfirmed,
        BigDecimal cost,
        BigDecimal unconfirmedCost,
        BigDecimal adjustments) {

    private static final UUID NO_PROJECT = new UUID(0, 0);

    /** What an entry adds, {@code sign} times. */
    static Rollup of(Entry entry, int sign) {
        BigDecimal times = BigDecimal.valueOf(sign);
        return new Rollup(
                day(entry),
                project(entry),
                entry.provider(),
                entry.model(),
                entry.operation(),
                sign,
                (long) sign * entry.inputCount(),
                sign * entry.tokens(),
                entry.cacheHit() ? sign : 0,
                entry.costStatus().equals(Cost.Status.UNKNOWN.wireName()) ? sign : 0,
                entry.isUnconfirmed() ? sign : 0,
                entry.confirmed().multiply(times),
                entry.unconfirmed().multiply(times),
                BigDecimal.ZERO);
    }

    /** What an adjustment of an entry adds. */
    static Rollup adjusting(Entry entry, BigDecimal amount, boolean nowKnown) {
        return new Rollup(
                day(entry),
                project(entry),
                entry.provider(),
                entry.model(),
                entry.operation(),
                0,
                0,
                0,
                0,
                nowKnown ? -1 : 0,
                0,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                amount);
    }

    /** One of each kind, in the order in which rows are locked. */
    static Collection<Rollup> merged(Collection<Rollup> changes) {
        Map<String, Rollup> merged = new TreeMap<>();
        changes.forEach(change -> merged.merge(change.key(), change, Rollup::plus));
        return merged.values();
    }

    private String key() {
        return String.join("\n", day.toString(), projectId.toString(), provider, model, operation);
    }

    private Rollup plus(Rollup other) {
        return new Rollup(
                day,
                projectId,
                provider,
                model,
                operation,
                requests + other.requests,
                texts + other.texts,
                tokens + other.tokens,
                cacheHits + other.cacheHits,
                unknown + other.unknown,
                unconfirmed + other.unconfirmed,
                cost.add(other.cost),
                unconfirmedCost.add(other.unconfirmedCost),
                adjustments.add(other.adjustments));
    }

    private static LocalDate day(Entry entry) {
        return entry.occurredAt().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static UUID project(Entry entry) {
        @Nullable UUID project = entry.projectId();
        return project == null ? NO_PROJECT : project;
    }
}
