package dev.colophon.etl.github;

import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a crash of a {@link ThreadScan}.
 *
 * @param from milliseconds since 1970, what is older is not read; null for everything
 * @param newest change met
 * @param captured numbers of threads, one bit each, in Base64
 */
record SavedScan(
        @Nullable Long from,
        long newest,
        boolean ordered,
        boolean moved,
        int pass,
        @Nullable String captured) {

    static String bits(BitSet numbers) {
        return Base64.getEncoder().encodeToString(numbers.toByteArray());
    }

    BitSet numbers() {
        return captured == null
                ? new BitSet()
                : BitSet.valueOf(Base64.getDecoder().decode(captured));
    }
}
