package dev.colophon.events;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.UUID;

/** Makes ids: UUIDv7 for new things, UUIDv5 for what must come out the same twice (RFC 9562). */
public final class Ids {

    private static final int CANONICAL_LENGTH = 36;
    private static final UUID NAMESPACE = UUID.fromString("b6a3f4f4-5a8e-5b57-9d0e-3f1c2d7e9a10");
    private static final TimeBasedEpochRandomGenerator NEW = Generators.timeBasedEpochRandomGenerator();
    private static final NameBasedGenerator DERIVED = Generators.nameBasedGenerator(NAMESPACE);

    private Ids() {}

    /** A UUIDv7; ids made later sort later, to the millisecond. */
    public static UUID newId() {
        return NEW.generate();
    }

    /** A UUIDv5 of the parts in order: the same parts give the same id in every process. */
    public static UUID derived(String... parts) {
        return DERIVED.generate(String.join("\u0000", parts));
    }

    /**
     * Reads a UUID in its canonical form of 36 characters; Java's own parser takes shorter ones too, which would give
     * one id several spellings.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static UUID parse(String text) {
        if (text.length() != CANONICAL_LENGTH) {
            throw new IllegalArgumentException("no UUID: " + text);
        }
        return UUID.fromString(text);
    }
}
