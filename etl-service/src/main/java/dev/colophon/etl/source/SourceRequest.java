package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source that a client wants to connect.
 *
 * @param type {@code git}, {@code github} or {@code jira}
 * @param config where it is and what to read of it, by type
 * @param credentials by type; they never come back
 * @param schedule an ISO 8601 duration of at least a minute, or a cron expression with its zone
 */
record SourceRequest(
        @NotBlank String type,
        @NotNull UUID projectId,
        @NotBlank @Size(max = 200) String name,

        @NotNull @Schema(type = "object", example = "{\"path\": \"/srv/git/product.git\"}")
        JsonNode config,

        @Nullable @Schema(type = "object", example = "{\"token\": \"ghp_…\"}")
        JsonNode credentials,

        @Nullable @Schema(example = "PT1H") JsonNode schedule) {

    static ProblemException refused(String field, String message) {
        return ProblemException.unprocessable("The source cannot be connected", new FieldError(field, message));
    }

    @Override
    public String toString() {
        return "SourceRequest[" + type + "]";
    }
}
