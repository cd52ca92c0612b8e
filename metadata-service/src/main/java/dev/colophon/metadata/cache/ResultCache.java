package dev.colophon.metadata.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.persistence.ClientTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Results of models, first in memory and then in the database, so that the same question is paid for once a day, whichever
 * instance is asked and whatever was restarted. Counts as {@link CacheMeter} says. A cache that cannot be read or written is none: nothing fails for it.
 */
@Component
public class ResultCache {

    private static final Logger LOG = LoggerFactory.getLogger(ResultCache.class);
    private static final int AROUND_A_RESULT = 300;

    private final ClientTransactions transactions;
    private final ResultStore store;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Duration life;
    private final Cache<CacheKey, Cached<String>> memory;

    ResultCache(
            ClientTransactions transactions,
            ResultStore store,
            ObjectMapper json,
            MeterRegistry meters,
            Clock clock,
            CacheProperties settings) {
        this.transactions = transactions;
        this.store = store;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
        this.life = settings.keep();
        this.memory = Caffeine.newBuilder()
                .maximumWeight(settings.memory().toBytes())
                .weigher((CacheKey key, Cached<String> result) ->
                        AROUND_A_RESULT + 2 * result.value().length())
                .build();
    }

    /** Empty where nothing is kept, or nothing as young as {@code oldest}. */
    public <T> Mono<Cached<T>> find(CacheKey key, Class<T> type, Duration oldest) {
        return Mono.defer(() -> {
            Instant since = now().minus(oldest.compareTo(life) < 0 ? oldest : life);
            return inMemory(key, since)
                    .switchIfEmpty(inDatabase(key, since))
                    .map(found -> new Cached<>(read(found.value(), type), found.storedAt()))
                    .onErrorResume(failure -> {
                        LOG.warn("no result of {} can be read from the cache: {}", key.operation(), failure.toString());
                        return Mono.empty();
                    })
                    .switchIfEmpty(Mono.fromRunnable(() -> count(key, "miss")));
        });
    }

    /** As {@link #find(CacheKey, Class, Duration)}, whatever its age. */
    public <T> Mono<Cached<T>> find(CacheKey key, Class<T> type) {
        return find(key, type, life);
    }

    /** Whether {@link #find(CacheKey, Class)} would find something; not counted, as nobody is spared anything yet. */
    public Mono<Boolean> holds(CacheKey key) {
        return Mono.defer(() -> {
                    Instant since = now().minus(life);
                    return Mono.justOrEmpty(memory.getIfPresent(key))
                            .switchIfEmpty(
                                    Mono.defer(() -> transactions.inClient(key.clientId(), store.find(key, now()))))
                            .map(found -> found.storedAt().isAfter(since));
                })
                .defaultIfEmpty(false);
    }

    /** Completes when the result is kept, or could not be. */
    public Mono<Void> keep(CacheKey key, Object result) {
        if (life.isZero()) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            Cached<String> kept = new Cached<>(written(result), now());
            memory.put(key, kept);
            return transactions
                    .inClient(key.clientId(), store.keep(key, kept, life))
                    .onErrorResume(failure -> {
                        LOG.warn("a result of {} is kept in memory only: {}", key.operation(), failure.toString());
                        return Mono.empty();
                    });
        });
    }

    private Mono<Cached<String>> inMemory(CacheKey key, Instant since) {
        return Mono.fromSupplier(() -> memory.getIfPresent(key))
                .filter(found -> found.storedAt().isAfter(since))
                .doOnNext(found -> count(key, "memory"));
    }

    private Mono<Cached<String>> inDatabase(CacheKey key, Instant since) {
        return Mono.defer(() -> transactions.inClient(key.clientId(), store.find(key, now())))
                .filter(found -> found.storedAt().isAfter(since))
                .doOnNext(found -> {
                    memory.put(key, found);
                    count(key, "database");
                });
    }

    private void count(CacheKey key, String result) {
        CacheMeter.LOOKUPS.counter(meters, key.operation(), result).increment();
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private <T> T read(String result, Class<T> type) {
        try {
            return json.readValue(result, type);
        } catch (JsonProcessingException e) {
            // without the cause: its message quotes the result
            throw new IllegalStateException("it is not readable as " + type.getSimpleName());
        }
    }

    private String written(Object result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a result that cannot be written as JSON", e);
        }
    }
}
