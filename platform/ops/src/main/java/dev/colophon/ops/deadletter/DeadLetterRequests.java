package dev.colophon.ops.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.messaging.deadletter.DeadLetterCause;
import dev.colophon.messaging.deadletter.DeadLetterFilter;
import dev.colophon.messaging.deadletter.DeadLetterState;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is sent and answered about dead letters. */
final class DeadLetterRequests {

    private static final int MAX_IDS = 10_000;

    private DeadLetterRequests() {}

    /**
     * One letter is tried again.
     *
     * @param payload in place of its own, as JSON, or as a text that is taken to the letter; null leaves it as it is
     * @param headers in place of those of the same names
     * @param force try it though it was done with, or has failed too often
     */
    record DeadLetterRedrive(
            @Nullable JsonNode payload,
            @Nullable Map<String, String> headers,
            @Nullable Boolean force,
            @Nullable String reason) {}

    /**
     * Many letters are tried again, or dropped.
     *
     * @param maxPerSecond how many are tried a second, 1 to 10,000
     * @param force also those that have failed too often
     * @param dryRun only says which
     */
    record DeadLetterBulk(
            @Nullable DeadLetterChoice filter,
            @Nullable Integer maxPerSecond,
            @Nullable Boolean force,
            @Nullable Boolean dryRun,
            @Nullable String reason) {

        /** @throws ProblemException {@code 422} for a rate that is none */
        DeadLetterBulk checked() {
            if (maxPerSecond != null && (maxPerSecond < 1 || maxPerSecond > 10_000)) {
                throw ProblemException.unprocessable(
                        "The rate cannot be kept", new FieldError("max_per_second", "must be from 1 to 10000"));
            }
            return this;
        }

        boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }

        /** @throws ProblemException {@code 422} where none is given: everything has to be asked for by an empty one */
        DeadLetterFilter letters() {
            if (filter == null) {
                throw ProblemException.unprocessable(
                        "Say which dead letters are meant", new FieldError("filter", "is required; {} stands for all"));
            }
            return filter.letters();
        }
    }

    /** Which letters are meant: those that fit all that is given. */
    record DeadLetterChoice(
            @Nullable List<UUID> ids,
            @Nullable String topic,
            @Nullable String error,
            @Nullable UUID clientId,
            @Nullable Instant from,
            @Nullable Instant to) {

        DeadLetterFilter letters() {
            if (ids != null && (ids.isEmpty() || ids.size() > MAX_IDS)) {
                throw ProblemException.unprocessable(
                        "The dead letters cannot be told", new FieldError("filter.ids", "must be 1 to 10000 ids"));
            }
            return new DeadLetterFilter(ids, topic, error, clientId, null, from, to);
        }
    }

    /** @param error why it failed again; null where it did not */
    record DeadLetterRedriven(String state, @Nullable String error) {}

    /** @param causes what the letters failed of; null where they are worked already */
    record DeadLetterCount(long count, @Nullable List<DeadLetterCause> causes) {

        static DeadLetterCount of(List<DeadLetterCause> causes) {
            return new DeadLetterCount(
                    causes.stream().mapToLong(DeadLetterCause::count).sum(), causes);
        }
    }

    /** DeadLetterCauses, the most frequent first. */
    record DeadLetterCauses(List<DeadLetterCause> items) {}

    static @Nullable DeadLetterState state(@Nullable String text) {
        return text == null
                ? null
                : Arrays.stream(DeadLetterState.values())
                        .filter(state -> state.wireName().equals(text))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.badRequest(
                                "There is no such state",
                                new FieldError("state", "must be waiting, queued, redriven or dropped")));
    }
}
