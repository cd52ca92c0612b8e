package dev.colophon.embedding.search;

import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Search, and what is similar to what. */
@RestController
@RequestMapping("/api/v1")
class SearchController {

    private final Search search;
    private final Similar similar;

    SearchController(Search search, Similar similar) {
        this.search = search;
        this.similar = similar;
    }

    @PostMapping("/search")
    Mono<SearchAnswer> search(@Valid @RequestBody SearchRequest request, Caller caller) {
        request.refuseContradictions();
        return search.search(caller.clientId(), request);
    }

    @GetMapping("/items/{id}/similar")
    Mono<SimilarAnswer> similarItems(
            @PathVariable UUID id, @RequestParam(defaultValue = "10") @Min(1) @Max(100) int k, Caller caller) {
        return similar.hasItem(caller.clientId(), id)
                .filter(known -> known)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no item " + id)))
                .flatMap(known -> similar.items(caller.clientId(), id, k))
                .map(SimilarAnswer::new);
    }

    /** One hit a project, by the item of it that comes nearest. */
    @GetMapping("/projects/{id}/similar")
    Mono<SimilarAnswer> similarProjects(
            @PathVariable UUID id, @RequestParam(defaultValue = "10") @Min(1) @Max(100) int k, Caller caller) {
        return similar.projects(caller.clientId(), id, k).map(SimilarAnswer::new);
    }

    /** Hits, best first. */
    record SimilarAnswer(List<Hit> hits) {}
}
