package dev.colophon.metadata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.testing.ColophonTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

@ColophonTest
class ResultCacheIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    record Result(String text) {}

    @Autowired
    ClientTransactions transactions;

    @Autowired
    ResultStore store;

    @Autowired
    ObjectMapper json;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final UUID client = UUID.randomUUID();
    private final CacheKey key = CacheKey.of(client, "metadata", "openai", "gpt", "a text");

    @Test
    void outlivesTheProcessAndCountsWhereItWasFound() {
        ResultCache first = cache(NOW);
        assertThat(first.find(key, Result.class).block()).isNull();
        first.keep(key, new Result("kept")).block();

        assertThat(first.find(key, Result.class).block()).isEqualTo(new Cached<>(new Result("kept"), NOW));
        ResultCache restarted = cache(NOW.plusSeconds(60));
        assertThat(restarted.find(key, Result.class).block()).isEqualTo(new Cached<>(new Result("kept"), NOW));

        assertThat(count("miss")).isEqualTo(1);
        assertThat(count("memory")).isEqualTo(1);
        assertThat(count("database")).isEqualTo(1);
    }

    @Test
    void servesNothingOlderThanAsked() {
        cache(NOW).keep(key, new Result("kept")).block();

        ResultCache later = cache(NOW.plus(Duration.ofHours(2)));
        assertThat(later.find(key, Result.class, Duration.ofHours(1)).block()).isNull();
        assertThat(later.find(key, Result.class, Duration.ofHours(3)).block()).isNotNull();
        assertThat(cache(NOW.plus(Duration.ofHours(24))).find(key, Result.class).block())
                .isNull();
    }

    @Test
    void keepsClientsAndQuestionsApart() {
        cache(NOW).keep(key, new Result("kept")).block();

        assertThat(cache(NOW)
                        .find(new CacheKey(UUID.randomUUID(), "metadata", key.digest()), Result.class)
                        .block())
                .isNull();
        assertThat(CacheKey.of(client, "metadata", "openai", "gp", "ta text")).isNotEqualTo(key);
    }

    @Test
    void isNoneWhereWhatIsKeptCannotBeRead() {
        transactions
                .inClient(client, store.keep(key, new Cached<>("{\"unknown\": ", NOW), Duration.ofHours(24)))
                .block();

        assertThat(cache(NOW).find(key, Result.class).block()).isNull();
    }

    private ResultCache cache(Instant now) {
        return new ResultCache(
                transactions,
                store,
                json,
                meters,
                Clock.fixed(now, ZoneOffset.UTC),
                new CacheProperties(Duration.ofHours(24), DataSize.ofMegabytes(1)));
    }

    private double count(String result) {
        return meters.counter("colophon.ai.cache", "operation", "metadata", "result", result)
                .count();
    }
}
