package dev.colophon.embedding.connection;

import dev.colophon.embedding.connection.ConnectionStore.PlacedVector;
import dev.colophon.embedding.connection.ConnectionStore.Shown;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.tag.ProjectTags;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.persistence.ClientTransactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Suggests connections between items of different projects of one client: those whose passages come nearest. Of a large
 * project the newest items are looked at, of a long item some of its passages, so that an answer takes a bounded time.
 */
@Component
class Connections {

    private static final int ITEMS_OF_PROJECT = 100;
    private static final int CHUNKS_OF_ITEM = 20;
    private static final int NEAREST_EACH = 10;

    /** So that no item fills a project's list alone. */
    private static final int PER_ITEM = 3;

    private final VectorIndex index;
    private final ConnectionStore store;
    private final ProjectTags tags;
    private final ClientTransactions transactions;
    private final EmbeddingSpaces spaces;

    Connections(
            VectorIndex index,
            ConnectionStore store,
            ProjectTags tags,
            ClientTransactions transactions,
            EmbeddingSpaces spaces) {
        this.index = index;
        this.store = store;
        this.tags = tags;
        this.transactions = transactions;
        this.spaces = spaces;
    }

    /** Nearest first; none is of the project itself. */
    Mono<List<NearPair>> ofProject(UUID clientId, UUID projectId, double least) {
        return model(clientId)
                .flatMap(model -> pairs(
                        SearchScope.of(clientId, model).withoutProject(projectId),
                        PER_ITEM,
                        least,
                        store.vectorsOfProject(clientId, projectId, model, ITEMS_OF_PROJECT)));
    }

    /** Nearest first; empty where the client has no such item. */
    Mono<List<NearPair>> ofItem(UUID clientId, UUID itemId, double least) {
        return transactions
                .inClient(clientId, store.projectOf(clientId, itemId))
                .zipWhen(project -> model(clientId))
                .flatMap(read -> pairs(
                        SearchScope.of(clientId, read.getT2()).withoutProject(read.getT1()),
                        Integer.MAX_VALUE,
                        least,
                        store.vectorsOfItem(clientId, itemId, read.getT2(), CHUNKS_OF_ITEM)));
    }

    private Mono<String> model(UUID clientId) {
        return spaces.searched(clientId, index::hasFollowed).map(ServedSpace::model);
    }

    private Mono<List<NearPair>> pairs(SearchScope elsewhere, int perItem, double least, Flux<PlacedVector> vectors) {
        return transactions
                .inClient(elsewhere.clientId(), vectors.collectList())
                .flatMap(some -> Mono.fromCallable(() -> near(elsewhere, some, perItem, least))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private List<NearPair> near(SearchScope elsewhere, List<PlacedVector> vectors, int perItem, double least) {
        List<NearPair> near = new ArrayList<>();
        for (PlacedVector from : vectors) {
            for (ScoredChunk to : index.nearest(elsewhere, from.vector(), NEAREST_EACH)) {
                if (to.score() >= least) {
                    near.add(NearPair.of(from.itemId(), from.chunkId(), to.itemId(), to.chunkId(), to.score()));
                }
            }
        }
        return NearPair.distinct(near, perItem);
    }

    /** The same with all that is told of them; what is gone meanwhile is passed over. */
    Mono<List<Connection>> told(UUID clientId, List<NearPair> pairs) {
        Set<UUID> chunks = new HashSet<>();
        pairs.forEach(pair -> chunks.addAll(List.of(pair.chunk(), pair.otherChunk())));
        return transactions.inClient(clientId, store.shown(clientId, chunks).flatMap(shown -> {
            Set<UUID> projects = new HashSet<>();
            shown.values().forEach(one -> projects.add(one.projectId()));
            return tags.of(clientId, projects).map(tagged -> told(pairs, shown, tagged));
        }));
    }

    private static List<Connection> told(List<NearPair> pairs, Map<UUID, Shown> shown, Map<UUID, List<String>> tagged) {
        SharedTerms terms =
                new SharedTerms(shown.values().stream().map(Shown::text).toList());
        List<Connection> connections = new ArrayList<>();
        for (NearPair pair : pairs) {
            Shown item = shown.get(pair.chunk());
            Shown other = shown.get(pair.otherChunk());
            if (item != null && other != null && !item.projectId().equals(other.projectId())) {
                connections.add(Telling.of(pair.score(), item, other, terms, tagged));
            }
        }
        return connections;
    }
}
