package dev.colophon.embedding.backfill;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to embed. Exactly one of {@code projectId}, {@code itemId} and {@code all} says where.
 *
 * @param filter only such chunks; null for all that lack their vector
 * @param batchSize chunks that are asked for at once, 100 if not given
 * @param dryRun only to say what it would take
 */
record BackfillRequest(
        @Nullable UUID projectId,
        @Nullable UUID itemId,
        @Nullable Boolean all,
        @Nullable Filter filter,
        @Nullable @Min(1) @Max(1_000) Integer batchSize,
        @Nullable Boolean dryRun) {

    private static final int USUAL_BATCH = 100;

    boolean onlyAsks() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** @throws ProblemException {@code 400} that names what contradicts what */
    Scope scope() {
        List<String> given = new ArrayList<>();
        if (projectId != null) {
            given.add("project_id");
        }
        if (itemId != null) {
            given.add("item_id");
        }
        if (Boolean.TRUE.equals(all)) {
            given.add("all");
        }
        if (given.isEmpty()) {
            throw ProblemException.badRequest(
                    "A backfill needs to know where",
                    new FieldError("all", "must be true, unless project_id or item_id is given"));
        }
        if (given.size() > 1) {
            throw ProblemException.badRequest(
                    "A backfill is of one project, of one item or of all",
                    given.stream()
                            .skip(1)
                            .map(field -> new FieldError(field, "cannot be together with " + given.get(0)))
                            .toArray(FieldError[]::new));
        }
        return new Scope(projectId, itemId, filter, batchSize == null ? USUAL_BATCH : batchSize);
    }

    /** Where, and which chunks. */
    record Scope(
            @Nullable UUID projectId,
            @Nullable UUID itemId,
            @Nullable Filter filter,
            int batchSize) {}
}
