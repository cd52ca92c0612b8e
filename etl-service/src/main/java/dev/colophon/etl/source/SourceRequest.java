package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source that a client wants to connect.
 *
 * @param credentials none for repositories on the server's disk
 * @param schedule ISO 8601 duration of at least a minute, for example {@code PT1H}
 */
record SourceRequest(
        @NotBlank String type,
        @NotNull UUID projectId,
        @NotBlank @Size(max = 200) String name,
        @NotNull ConfigRequest config,
        @Nullable JsonNode credentials,
        @Nullable String schedule) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    record ConfigRequest(@Nullable String path, @Nullable List<String> branches) {

        Source.Config checked() {
            if (path == null || path.isBlank()) {
                throw refused("config.path", "must be given");
            }
            if (branches != null && branches.stream().anyMatch(branch -> branch == null || branch.isBlank())) {
                throw refused("config.branches", "must name branches");
            }
            return new Source.Config(path, branches == null ? List.of() : branches);
        }
    }

    /** @throws ProblemException {@code 422} naming what cannot be carried out */
    void check() {
        switch (type) {
            case "git" -> {
                if (credentials != null && !credentials.isNull()) {
                    throw refused("credentials", "must be left out: a repository on the server's disk needs none");
                }
            }
            case "github", "jira" -> throw refused("type", "must be git: " + type + " is not available yet");
            default -> throw refused("type", "must be git");
        }
    }

    /** @throws ProblemException {@code 422} for what is no interval of a minute to a month */
    static @Nullable Duration schedule(@Nullable String text) {
        try {
            Duration every = text == null ? null : Duration.parse(text);
            if (every == null || (every.compareTo(SHORTEST) >= 0 && every.compareTo(LONGEST) <= 0)) {
                return every;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw refused("schedule", "must be an ISO 8601 duration from PT1M to P31D");
    }

    static ProblemException refused(String field, String message) {
        return ProblemException.unprocessable("The source cannot be connected", new FieldError(field, message));
    }
}
