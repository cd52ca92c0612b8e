package dev.colophon.ai.spend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.ai.spend.Admission.Request;
import dev.colophon.ai.spend.Admission.Reserved;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Has a few attempts admitted before they come, where they come often: such an attempt finds its reservation here and waits
 * for nobody. The account book does so only far from all limits. What no attempt takes in time is given back; a process that
 * is killed leaves it to expire as unconfirmed, like the attempts that it was making.
 */
public final class AdmissionsAhead implements AutoCloseable {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);
    private static final int KINDS = 10_000;

    /**
     * Attempts that may take one another's reservation.
     *
     * @param inputTokens at most: the next power of two
     */
    record Kind(
            ClientId clientId,
            @Nullable UUID projectId,
            @Nullable UUID integrationId,
            String operation,
            String provider,
            String model,
            long inputTokens,
            @Nullable Long maxOutputTokens) {

        static Kind of(ClientId clientId, Request request) {
            return new Kind(
                    clientId,
                    request.projectId(),
                    request.integrationId(),
                    request.operation(),
                    request.provider(),
                    request.model(),
                    powerOfTwoFrom(request.inputTokens()),
                    request.maxOutputTokens());
        }

        private static long powerOfTwoFrom(long tokens) {
            long highest = Long.highestOneBit(tokens);
            return highest == tokens ? tokens : highest << 1;
        }
    }

    private final Admissions admissions;
    private final Duration ahead;
    private final Cache<Kind, AheadStock> stocks = Caffeine.newBuilder()
            .maximumSize(KINDS)
            .expireAfterAccess(REMEMBERED)
            .<Kind, AheadStock>evictionListener((kind, stock, cause) -> end(kind, stock))
            .build();
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();

    /** @param ahead for how long attempts, coming as often as they do, find their reservations made; zero for never */
    public AdmissionsAhead(Admissions admissions, Duration ahead) {
        this.admissions = admissions;
        this.ahead = ahead;
    }

    /** The reservation that waits for such an attempt, which has its id from then on; null where none does. */
    @Nullable
    Reserved take(ClientId clientId, Request request) {
        if (ahead.isZero() || ahead.isNegative() || request.replayId() != null) {
            return null;
        }
        Kind kind = Kind.of(clientId, request);
        AheadStock stock = stocks.get(kind, unseen -> new AheadStock(ahead, System.nanoTime()));
        AheadStock.Visit visit = stock.visit(System.nanoTime());
        giveBack(kind, visit.stale());
        if (visit.toOrder() > 0) {
            order(kind, stock, visit.toOrder());
        }
        return visit.taken();
    }

    /** Leaves the thread at once: an attempt goes on there. */
    private void order(Kind kind, AheadStock stock, int count) {
        List<UUID> ids = Stream.generate(Ids::newId).limit(count).toList();
        CompletableFuture<Void> order = admissions
                .admitAhead(kind, ids)
                .subscribeOn(Schedulers.parallel())
                .doOnNext(reserved -> giveBack(kind, stock.delivered(reserved, System.nanoTime())))
                .then()
                .toFuture();
        underWay.add(order);
        order.whenComplete((done, failure) -> underWay.remove(order));
        Mono.fromFuture(order)
                .then(Mono.delay(AheadStock.patience(ahead)))
                .subscribe(later -> giveBack(kind, stock.stale(System.nanoTime())));
    }

    private void end(@Nullable Kind kind, @Nullable AheadStock stock) {
        if (kind != null && stock != null) {
            giveBack(kind, stock.close());
        }
    }

    private void giveBack(Kind kind, Collection<Reserved> unused) {
        unused.forEach(each -> admissions.releaseLater(kind.clientId(), each.id()));
    }

    /** Gives back what waits for attempts, and what is on its way: none will come. */
    @Override
    public void close() {
        stocks.asMap().forEach(this::end);
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LAST_CHANCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
