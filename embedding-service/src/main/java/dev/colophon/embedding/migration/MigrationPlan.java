package dev.colophon.embedding.migration;

import dev.colophon.embedding.space.SpacePrices.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What a migration will take.
 *
 * @param dimensions null where only a vector that is computed would show it
 * @param chunks all of the client's
 * @param toEmbed those of them that have to be embedded
 * @param cachedShare of the chunks, those whose vector is there already, from 0 to 1
 * @param tokens that will be read, as the model counts them that runs here
 */
record MigrationPlan(
        String fromModel,
        String toModel,
        @Nullable Integer dimensions,
        long chunks,
        long toEmbed,
        double cachedShare,
        long tokens,
        Cost cost) {

    static MigrationPlan of(String from, String to, @Nullable Integer dimensions, Counted counted, Cost cost) {
        long known = counted.chunks() - counted.toEmbed();
        return new MigrationPlan(
                from,
                to,
                dimensions,
                counted.chunks(),
                counted.toEmbed(),
                counted.chunks() == 0 ? 1 : Math.floor(known * 1e4 / counted.chunks()) / 1e4,
                counted.tokens(),
                cost);
    }

    /** Chunks, and what of them is to be embedded. */
    record Counted(long chunks, long toEmbed, long tokens) {}
}
