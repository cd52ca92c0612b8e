package dev.colophon.embedding.backfill;

import dev.colophon.embedding.space.SpacePrices.Cost;

/**
 * What a backfill will take.
 *
 * @param toEmbed those of the chunks whose text has no vector yet
 * @param cachedShare of the chunks, those whose vector is there already, from 0 to 1
 * @param tokens that will be read, as the model counts them that runs here
 */
record BackfillPlan(String model, long items, long chunks, long toEmbed, double cachedShare, long tokens, Cost cost) {

    static BackfillPlan of(String model, Counted counted, Cost cost) {
        long known = counted.chunks() - counted.toEmbed();
        return new BackfillPlan(
                model,
                counted.items(),
                counted.chunks(),
                counted.toEmbed(),
                counted.chunks() == 0 ? 1 : Math.floor(known * 1e4 / counted.chunks()) / 1e4,
                counted.tokens(),
                cost);
    }

    /** Chunks of a scope, and what of them is to be embedded. */
    record Counted(long items, long chunks, long toEmbed, long tokens) {}
}
