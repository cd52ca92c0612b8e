package dev.colophon.metadata.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.colophon.metadata.generation.GenerationState.Adopt;
import dev.colophon.metadata.generation.GenerationState.Decision;
import dev.colophon.metadata.generation.GenerationState.Exists;
import dev.colophon.metadata.generation.GenerationState.FollowUp;
import dev.colophon.metadata.generation.GenerationState.Queue;
import dev.colophon.metadata.generation.GenerationState.UnderWay;
import dev.colophon.metadata.project.ProjectMeta;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * What a request for metadata is answered with.
 *
 * @param status {@code queued}, {@code in_progress} or {@code exists}
 * @param requestId the request that will answer; only where there is one
 * @param metadata only with {@code exists}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestAnswer(
        String status, @Nullable UUID requestId, @Nullable ProjectMeta metadata) {

    static ResponseEntity<RequestAnswer> to(Decision decision) {
        if (decision instanceof Exists exists) {
            return ResponseEntity.ok(new RequestAnswer("exists", null, exists.meta()));
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(accepted(decision));
    }

    private static RequestAnswer accepted(Decision decision) {
        if (decision instanceof Queue queue) {
            return new RequestAnswer("queued", queue.requestId(), null);
        }
        if (decision instanceof Adopt adopt) {
            return new RequestAnswer("queued", adopt.requestId(), null);
        }
        if (decision instanceof FollowUp followUp) {
            return new RequestAnswer("in_progress", followUp.requestId(), null);
        }
        return new RequestAnswer("in_progress", ((UnderWay) decision).requestId(), null);
    }
}
