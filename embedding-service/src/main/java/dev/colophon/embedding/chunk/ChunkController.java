package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.StatsStore.ModelStats;
import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The state of chunks, one by one and counted. */
@RestController
@RequestMapping("/api/v1")
class ChunkController {

    private final StatsStore store;
    private final EmbeddingSpaces spaces;
    private final ClientTransactions transactions;

    ChunkController(StatsStore store, EmbeddingSpaces spaces, ClientTransactions transactions) {
        this.store = store;
        this.spaces = spaces;
        this.transactions = transactions;
    }

    @GetMapping("/embeddings/stats")
    Mono<EmbeddingStats> stats(
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId, Caller caller) {
        UUID clientId = caller.clientId();
        return transactions.inClient(clientId, store.items(clientId, projectId).flatMap(items -> spaces.of(clientId)
                .flatMap(each -> byModel(clientId, projectId, each))
                .map(models -> EmbeddingStats.of(items, models))));
    }

    private Mono<List<ModelStats>> byModel(UUID clientId, @Nullable UUID projectId, ClientSpaces of) {
        Mono<ModelStats> active = store.active(clientId, projectId, of.active().model());
        Mono<ModelStats> building =
                Mono.justOrEmpty(of.filled()).flatMap(space -> store.building(clientId, projectId, space));
        return Flux.concat(active, building).collectList();
    }

    @GetMapping("/items/{id}/chunks")
    Mono<Page<ChunkView>> chunks(@PathVariable UUID id, PageRequest page, Caller caller) {
        UUID clientId = caller.clientId();
        return transactions.inClient(
                clientId,
                store.hasItem(clientId, id)
                        .filter(known -> known)
                        .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no item " + id)))
                        .flatMap(known -> page(clientId, id, page)));
    }

    private Mono<Page<ChunkView>> page(UUID clientId, UUID itemId, PageRequest page) {
        return spaces.active(clientId)
                .flatMapMany(active ->
                        store.chunks(clientId, itemId, active.model(), after(page.cursor()), page.fetchLimit()))
                .collectList()
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.ordinal())));
    }

    private static int after(@Nullable Cursor cursor) {
        if (cursor == null) {
            return -1;
        }
        try {
            return Integer.parseInt(cursor.text(0));
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest(
                    "The cursor is not one that was given out",
                    new FieldError("cursor", "must be a next_cursor of a page"));
        }
    }
}
