package dev.colophon.embedding.search;

import dev.colophon.events.item.ItemKind;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * @param query in its own words
 * @param k hits at most, 10 where neither it nor {@code limit} is given
 * @param limit the same under the name that lists have for it, up to 200
 * @param cursor of the answer whose hits these shall follow; everything but {@code k} and {@code limit} must be as it was
 * @param mode hybrid where it does not say
 * @param projectId only in this project
 * @param kinds only items of these kinds
 * @param from only items of this moment or later; what has no time is not found
 * @param to only items before this moment; what has no time is not found
 * @param tags only in projects that have all of these tags
 */
record SearchRequest(
        @NotBlank @Size(max = 2_000) String query,
        @Nullable @Min(1) @Max(100) Integer k,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 8_000) String cursor,
        @Nullable SearchMode mode,
        @Nullable UUID projectId,
        @Nullable Set<ItemKind> kinds,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable @Size(max = 20) Set<@NotBlank @Size(max = 100) String> tags) {

    private static final int DEFAULT_HITS = 10;

    int hits() {
        return Objects.requireNonNullElse(limit, Objects.requireNonNullElse(k, DEFAULT_HITS));
    }

    SearchMode how() {
        return Objects.requireNonNullElse(mode, SearchMode.HYBRID);
    }

    Set<String> kindNames() {
        return kinds == null
                ? Set.of()
                : kinds.stream().map(ItemKind::wireName).collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> tagNames() {
        return tags == null ? Set.of() : new TreeSet<>(tags);
    }

    /** Says everything that decides what is found, so that a cursor is known to belong to it. */
    String question() {
        return String.join(
                "\u001f",
                query,
                how().name(),
                Objects.toString(projectId),
                kindNames().toString(),
                Objects.toString(from),
                Objects.toString(to),
                tagNames().toString());
    }

    /** @throws ProblemException {@code 400} naming the fields that contradict each other */
    void refuseContradictions() {
        if (k != null && limit != null) {
            throw ProblemException.badRequest(
                    "The search cannot be done", new FieldError("limit", "must not be given beside k"));
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw ProblemException.badRequest("The search cannot be done", new FieldError("to", "must be after from"));
        }
    }
}
