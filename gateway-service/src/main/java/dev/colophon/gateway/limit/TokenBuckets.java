package dev.colophon.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** A bucket for each of many, of this instance. A bucket that rests long enough to be full again is forgotten. */
final class TokenBuckets {

    private static final int MAX_BUCKETS = 100_000;

    private final LimitProperties.Rate rate;
    private final Ticker ticker;
    private final LoadingCache<String, TokenBucket> buckets;

    TokenBuckets(LimitProperties.Rate rate, Ticker ticker) {
        this.rate = rate;
        this.ticker = ticker;
        Duration full = Duration.ofMillis((long) (rate.burst() / rate.perSecond() * 1_000) + 1_000);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_BUCKETS)
                .expireAfterAccess(full)
                .ticker(ticker)
                .build(name -> new TokenBucket(rate.perSecond(), rate.burst(), ticker.read()));
    }

    TokenBucket.Outcome take(String name) {
        return buckets.get(name).take(ticker.read());
    }

    TokenBucket.Outcome look(String name) {
        return buckets.get(name).look(ticker.read());
    }

    LimitProperties.Rate rate() {
        return rate;
    }
}
