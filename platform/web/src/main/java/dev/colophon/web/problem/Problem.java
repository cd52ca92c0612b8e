package dev.colophon.web.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * An error as clients see it (RFC 9457), before it is bound to a request.
 *
 * @param detail for people; never a class name, a stack or a secret
 * @param members extension members, for example {@code limit} and {@code spent} of a {@code 402}
 * @param retryAfter sent as {@code Retry-After}, in whole seconds
 */
public record Problem(
        HttpStatusCode status,
        String detail,
        List<FieldError> errors,
        Map<String, Object> members,
        @Nullable Duration retryAfter) {

    public Problem {
        errors = List.copyOf(errors);
        members = Map.copyOf(members);
    }

    public static Problem of(HttpStatusCode status, String detail, FieldError... errors) {
        return new Problem(status, detail, List.of(errors), Map.of(), null);
    }

    /** A {@code 503} that says when to come back. */
    public static Problem unavailable(String detail, Duration retryAfter) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, detail, List.of(), Map.of(), retryAfter);
    }

    /** The status in words. */
    public String title() {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "Status " + status.value() : known.getReasonPhrase();
    }
}
