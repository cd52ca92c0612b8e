package dev.colophon.embedding.work;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that batches of this instance are at: what another batch embeds already is not embedded a second time, but found
 * when that one is stored. Thread-safe.
 */
final class InFlight {

    private final Set<String> texts = new HashSet<>();

    /** Enters the chunks whose texts no other batch is at. Equal texts within these may all enter. */
    synchronized List<PendingChunk> enter(List<PendingChunk> chunks) {
        List<PendingChunk> entered = chunks.stream()
                .filter(chunk -> !texts.contains(chunk.sameText()))
                .toList();
        entered.forEach(chunk -> texts.add(chunk.sameText()));
        return entered;
    }

    synchronized void leave(Collection<PendingChunk> entered) {
        entered.forEach(chunk -> texts.remove(chunk.sameText()));
    }
}
