package dev.colophon.persistence.work;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * How much work to take at once, and whose. Clients get equal shares by weight: of each the most urgent first, those first
 * that have been given least. Live work comes before backfill, of which a share is taken all the same wherever there is
 * some, so that it goes on beside live work that never ends.
 *
 * @param items at most
 * @param weight in total, beyond which nothing more is taken; one item is always given
 * @param backfillShare of items and weight that backfill gets first, from 0 to 1
 * @param except clients whose work is left where it is
 */
public record Claim(String queue, int items, long weight, double backfillShare, Duration lease, Set<UUID> except) {

    public Claim {
        except = Set.copyOf(except);
    }

    /** How many of the items are for backfill first; a claim of one item is for whoever is most urgent. */
    int itemsForBackfill() {
        return backfillShare <= 0 || items < 2 ? 0 : (int) Math.max(1, items * backfillShare);
    }

    long weightForBackfill() {
        return (long) Math.max(1, Math.min(weight, 1L << 52) * backfillShare);
    }
}
