package dev.colophon.web.problem;

import org.jspecify.annotations.Nullable;

/** A problem in the envelope that OpenAI's clients read: what paths below {@code /v1} answer. */
public record OpenAiError(Body error) {

    /** The problem's extension member that says which error it is. */
    public static final String CODE = "code";

    /**
     * What went wrong.
     *
     * @param param the field that is to blame, where one is
     */
    public record Body(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    public static OpenAiError of(Problem problem) {
        FieldError first = problem.errors().isEmpty() ? null : problem.errors().get(0);
        String message =
                first == null ? problem.detail() : problem.detail() + ": " + first.field() + " " + first.message();
        Object code = problem.members().get(CODE);
        return new OpenAiError(new Body(
                message,
                type(problem.status().value()),
                first == null ? null : first.field(),
                code == null ? null : code.toString()));
    }

    private static String type(int status) {
        return switch (status) {
            case 402 -> "insufficient_quota";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
