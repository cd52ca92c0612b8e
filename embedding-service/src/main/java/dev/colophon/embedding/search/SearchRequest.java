package dev.colophon.embedding.search;

import dev.colophon.events.item.ItemKind;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * @param query in its own words
 * @param k hits at most, 10 where it does not say
 * @param mode hybrid where it does not say
 * @param projectId only in this project
 * @param kinds only items of these kinds
 */
record SearchRequest(
        @NotBlank @Size(max = 2_000) String query,
        @Nullable @Min(1) @Max(100) Integer k,
        @Nullable SearchMode mode,
        @Nullable UUID projectId,
        @Nullable Set<ItemKind> kinds) {

    private static final int DEFAULT_K = 10;

    int hits() {
        return Objects.requireNonNullElse(k, DEFAULT_K);
    }

    SearchMode how() {
        return Objects.requireNonNullElse(mode, SearchMode.HYBRID);
    }
}
