package dev.colophon.embedding.search;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has read the answer to a question: which items it was given, 48 bits of each. Scores move while items
 * come and go, what was given does not; so no item comes twice in a sequence of pages, and none is left out that is found
 * as long as the sequence lasts.
 *
 * @param question tells this question from others
 */
record Trail(long question, Set<Long> given) {

    /** Longer sequences end: nobody reads so far, and every page carries what all pages before it gave. */
    static final int LONGEST = 500;

    private static final int BYTES_EACH = 6;

    /** @throws ProblemException {@code 400} where the cursor was given out for another question, or not at all */
    static Trail of(String question, @Nullable String cursor) {
        long asked = hash(question);
        if (cursor == null) {
            return new Trail(asked, Set.of());
        }
        ByteBuffer bytes = decoded(cursor);
        if (bytes.getLong() != asked) {
            throw refused("must come from an answer to the same question");
        }
        Set<Long> given = new LinkedHashSet<>();
        while (bytes.hasRemaining()) {
            given.add((bytes.getShort() & 0xffffL) << 32 | (bytes.getInt() & 0xffffffffL));
        }
        return new Trail(asked, given);
    }

    boolean has(UUID item) {
        return given.contains(mark(item));
    }

    Trail and(Collection<UUID> items) {
        Set<Long> more = new LinkedHashSet<>(given);
        items.forEach(item -> more.add(mark(item)));
        return new Trail(question, more);
    }

    /** How many more items may be given. */
    int left() {
        return Math.max(0, LONGEST - given.size());
    }

    String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + given.size() * BYTES_EACH);
        bytes.putLong(question);
        given.forEach(mark -> bytes.putShort((short) (mark >>> 32)).putInt((int) (long) mark));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static ByteBuffer decoded(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length >= Long.BYTES && (bytes.length - Long.BYTES) % BYTES_EACH == 0) {
                return ByteBuffer.wrap(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw refused("must be a next_cursor of an answer");
        }
        throw refused("must be a next_cursor of an answer");
    }

    private static ProblemException refused(String must) {
        return ProblemException.badRequest("The search cannot go on", new FieldError("cursor", must));
    }

    private static long mark(UUID item) {
        return mixed(item.getMostSignificantBits() * 31 + item.getLeastSignificantBits()) >>> 16;
    }

    private static long hash(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = mixed(hash * 31 + text.charAt(i));
        }
        return hash;
    }

    /** Spreads every bit over all others, as SplitMix64 does. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
