package dev.colophon.ai.local;

import java.util.Locale;
import java.util.Optional;

/** How much a reader must know before. */
public enum DifficultyLevel {
    BEGINNER,
    INTERMEDIATE,
    ADVANCED,
    EXPERT;

    /** The level as written in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of that wire name, exactly written. */
    public static Optional<DifficultyLevel> ofWireName(String name) {
        for (DifficultyLevel level : values()) {
            if (level.wireName().equals(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
