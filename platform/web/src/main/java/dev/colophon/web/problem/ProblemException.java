package dev.colophon.web.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A refusal that reaches the client as it is said here, as an RFC 9457 problem. Carries no stack trace. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** {@code 400}: the request itself is wrong. */
    public static ProblemException badRequest(String detail, FieldError... errors) {
        return of(HttpStatus.BAD_REQUEST, detail, errors);
    }

    /** {@code 401}: nobody valid is asking. */
    public static ProblemException unauthorized(String detail) {
        return of(HttpStatus.UNAUTHORIZED, detail);
    }

    /** {@code 402}: a cost limit blocks; {@code members} say limit, spent and reserved. */
    public static ProblemException paymentRequired(String detail, Map<String, ?> members) {
        return of(HttpStatus.PAYMENT_REQUIRED, detail).with(members);
    }

    /** {@code 403}: a role is missing. */
    public static ProblemException forbidden(String detail) {
        return of(HttpStatus.FORBIDDEN, detail);
    }

    /** {@code 404}: not there, or not this client's. */
    public static ProblemException notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, detail);
    }

    /** {@code 409}: clashes with how things are. */
    public static ProblemException conflict(String detail) {
        return of(HttpStatus.CONFLICT, detail);
    }

    /** {@code 413}: more than is taken. */
    public static ProblemException tooLarge(String detail) {
        return of(HttpStatus.PAYLOAD_TOO_LARGE, detail);
    }

    /** {@code 415}: a type that is not read here. */
    public static ProblemException unsupportedMediaType(String detail) {
        return of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /** {@code 422}: well-formed, yet cannot be carried out. */
    public static ProblemException unprocessable(String detail, FieldError... errors) {
        return of(HttpStatus.UNPROCESSABLE_ENTITY, detail, errors);
    }

    /** {@code 429}: too often. */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        return new ProblemException(new Problem(HttpStatus.TOO_MANY_REQUESTS, detail, List.of(), Map.of(), retryAfter));
    }

    /** {@code 503}: something that this needs is away. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(Problem.unavailable(detail, retryAfter));
    }

    /** Any other status. */
    public static ProblemException of(HttpStatus status, String detail, FieldError... errors) {
        return new ProblemException(Problem.of(status, detail, errors));
    }

    /** The same problem with more extension members. */
    public ProblemException with(Map<String, ?> members) {
        Map<String, Object> all = new LinkedHashMap<>(problem.members());
        all.putAll(members);
        return new ProblemException(
                new Problem(problem.status(), problem.detail(), problem.errors(), all, problem.retryAfter()));
    }

    public Problem problem() {
        return problem;
    }

    /** The problem that {@code error} or one of its causes carries. */
    static @Nullable ProblemException in(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < Causes.MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof ProblemException found) {
                return found;
            }
        }
        return null;
    }
}
