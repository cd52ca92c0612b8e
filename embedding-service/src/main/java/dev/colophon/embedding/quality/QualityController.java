package dev.colophon.embedding.quality;

import dev.colophon.web.security.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How good a client's vectors are. */
@RestController
@RequestMapping("/api/v1/embeddings")
class QualityController {

    private final Quality quality;

    QualityController(Quality quality) {
        this.quality = quality;
    }

    /** @param drift whether to embed a few chunks anew with the model that runs here, and compare */
    @GetMapping("/quality")
    Mono<QualityReport> quality(
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
            @RequestParam(defaultValue = "false") boolean drift,
            Caller caller) {
        return quality.of(caller.clientId(), projectId, drift).map(QualityReport::firstProjects);
    }
}
