package dev.colophon.usage.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild of the ledger from the account book's topic.
 *
 * @param state {@code running}, {@code completed} or {@code failed}
 * @param events to read
 * @param accounts clients whose ledger was replaced; null until the end
 * @param records entries of all of them
 * @param corrected entries that were missing, too many or not as told; zero where nothing had drifted
 */
public record Rebuild(
        UUID id,
        String state,
        long events,
        long eventsDone,
        @Nullable Long accounts,
        @Nullable Long records,
        @Nullable Long corrected,
        Instant startedAt,
        String startedBy,
        @Nullable Instant finishedAt,
        @Nullable String error) {}
