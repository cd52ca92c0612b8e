package dev.colophon.embedding.connection;

import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Suggested connections of a project and of an item. */
@RestController
@RequestMapping("/api/v1")
class ConnectionController {

    /** For all-MiniLM-L6-v2 about where two texts begin to be about one subject. */
    private static final String LEAST = "0.5";

    private final Connections connections;

    ConnectionController(Connections connections) {
        this.connections = connections;
    }

    /** Between items of this project, the newest of a large one, and items of the client's other projects; nearest first. */
    @GetMapping("/projects/{id}/connections")
    Mono<Page<Connection>> ofProject(
            @PathVariable UUID id,
            @RequestParam(name = "min_score", defaultValue = LEAST) @DecimalMin("0") @DecimalMax("1") double minScore,
            PageRequest page,
            Caller caller) {
        return connections
                .ofProject(caller.clientId(), id, minScore)
                .flatMap(pairs -> page(caller.clientId(), pairs, page));
    }

    /** Between this item and items of the client's other projects; nearest first. */
    @GetMapping("/items/{id}/connections")
    Mono<Page<Connection>> ofItem(
            @PathVariable UUID id,
            @RequestParam(name = "min_score", defaultValue = LEAST) @DecimalMin("0") @DecimalMax("1") double minScore,
            PageRequest page,
            Caller caller) {
        return connections
                .ofItem(caller.clientId(), id, minScore)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no item " + id)))
                .flatMap(pairs -> page(caller.clientId(), pairs, page));
    }

    private Mono<Page<Connection>> page(UUID clientId, List<NearPair> pairs, PageRequest request) {
        List<NearPair> rest = after(request.cursor(), pairs).stream()
                .limit(request.fetchLimit())
                .toList();
        Page<NearPair> page = Page.of(rest, request, pair -> Cursor.of(pair.score(), pair.item(), pair.otherItem()));
        return connections.told(clientId, page.items()).map(told -> new Page<>(told, page.nextCursor()));
    }

    private static List<NearPair> after(@Nullable Cursor cursor, List<NearPair> pairs) {
        if (cursor == null) {
            return pairs;
        }
        double score = score(cursor);
        UUID item = cursor.uuid(1);
        UUID other = cursor.uuid(2);
        return pairs.stream().filter(pair -> pair.isAfter(score, item, other)).toList();
    }

    private static double score(Cursor cursor) {
        try {
            return Double.parseDouble(cursor.text(0));
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest(
                    "The cursor is not one that was given out",
                    new FieldError("cursor", "must be a next_cursor of a page"));
        }
    }
}
