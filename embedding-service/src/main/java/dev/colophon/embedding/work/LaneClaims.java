package dev.colophon.embedding.work;

import dev.colophon.embedding.work.BatchSize.Bounds;
import dev.colophon.persistence.work.Claim;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Claims of one lane: what the active spaces lack first, then what migrations lack. Migrations get what is left, and a share
 * of every claim for as long as they have work.
 */
final class LaneClaims {

    private final WorkQueue queue;
    private final String live;
    private final String migration;
    private final Pauses pauses;
    private final WorkProperties settings;
    private final Clock clock;
    private volatile boolean migrating = true;
    private volatile Instant lookedAt = Instant.EPOCH;

    LaneClaims(WorkQueue queue, String live, String migration, Pauses pauses, WorkProperties settings, Clock clock) {
        this.queue = queue;
        this.live = live;
        this.migration = migration;
        this.pauses = pauses;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Where migrations had nothing to do, they are looked for again only now and then.
     *
     * @param busy clients who are not to get more now
     */
    Mono<List<WorkItem>> next(Bounds bounds, Duration lease, Set<UUID> busy) {
        return Mono.defer(() -> {
            boolean looks = migrating || lookedAt.plus(settings.pollEvery()).isBefore(clock.instant());
            double left = looks ? settings.migrationShare() : 0;
            Bounds first = new Bounds((int) Math.max(1, bounds.chunks() - Math.ceil(bounds.chunks() * left)), (long)
                    Math.max(1, bounds.tokens() * (1 - left)));
            return claim(live, first, lease, busy).flatMap(claimed -> {
                Bounds rest = rest(bounds, claimed);
                return looks && rest.chunks() > 0 && rest.tokens() > 0
                        ? claim(migration, rest, lease, busy).map(more -> joined(claimed, more))
                        : Mono.just(claimed);
            });
        });
    }

    /** Migrations that are paused are left alone for a while. */
    void leave(List<WorkItem> held) {
        held.stream()
                .map(WorkItem::clientId)
                .distinct()
                .forEach(client -> pauses.pause(migration, client, settings.pause()));
    }

    private Mono<List<WorkItem>> claim(String from, Bounds bounds, Duration lease, Set<UUID> busy) {
        Set<UUID> except = new HashSet<>(pauses.clients(from));
        except.addAll(busy);
        return queue.claim(new Claim(from, bounds.chunks(), bounds.tokens(), settings.backfillShare(), lease, except));
    }

    private List<WorkItem> joined(List<WorkItem> claimed, List<WorkItem> more) {
        migrating = !more.isEmpty();
        lookedAt = clock.instant();
        List<WorkItem> all = new ArrayList<>(claimed);
        all.addAll(more);
        return all;
    }

    private static Bounds rest(Bounds bounds, List<WorkItem> claimed) {
        long tokens = claimed.stream().mapToLong(WorkItem::weight).sum();
        return new Bounds(bounds.chunks() - claimed.size(), bounds.tokens() - tokens);
    }
}
