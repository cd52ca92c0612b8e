package dev.colophon.web.paging;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Which page a client asks for, by the parameters {@code limit} and {@code cursor}. Declare a parameter of this type in a
 * controller method to get it.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param cursor where to go on; null for the first page
 */
public record PageRequest(int limit, @Nullable Cursor cursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw invalidLimit();
        }
    }

    /** One row more than the page holds: it tells whether there is a next page (see {@link Page#of}). */
    public int fetchLimit() {
        return limit + 1;
    }

    /** @throws ProblemException {@code 400} naming the parameter that is wrong */
    static PageRequest parse(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                limit == null ? DEFAULT_LIMIT : number(limit), cursor == null ? null : Cursor.decode(cursor));
    }

    private static int number(String limit) {
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            throw invalidLimit();
        }
    }

    private static ProblemException invalidLimit() {
        return ProblemException.badRequest(
                "The page cannot be given", new FieldError("limit", "must be an integer from 1 to " + MAX_LIMIT));
    }
}
