package dev.colophon.web.paging;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The sort key of the last row of a page. To clients it is an opaque text; one that was tampered with is a {@code 400}.
 *
 * @param key the columns of the sort key, in order
 */
public record Cursor(List<String> key) {

    private static final String SEPARATOR = "\u001f";

    public Cursor {
        key = List.copyOf(key);
    }

    public static Cursor of(Object... key) {
        return new Cursor(List.of(key).stream().map(Object::toString).toList());
    }

    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException {@code 400} for a text that no page gave out */
    public static Cursor decode(String encoded) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            if (text.isEmpty() || text.indexOf('\u0000') >= 0) {
                throw invalid();
            }
            return new Cursor(List.of(text.split(SEPARATOR, -1)));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** @throws ProblemException {@code 400} where the column is not there */
    public String text(int column) {
        if (column >= key.size()) {
            throw invalid();
        }
        return key.get(column);
    }

    /** @throws ProblemException {@code 400} where the column is no UUID */
    public UUID uuid(int column) {
        try {
            return UUID.fromString(text(column));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** @throws ProblemException {@code 400} where the column is no instant */
    public Instant instant(int column) {
        try {
            return Instant.parse(text(column));
        } catch (DateTimeException e) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        return ProblemException.badRequest(
                "The cursor is not one that was given out",
                new FieldError("cursor", "must be a next_cursor of a page"));
    }
}
