package dev.colophon.embedding.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.Embeddings;
import dev.colophon.ai.embedding.TextOutcome;
import dev.colophon.ai.spend.SpendProblems;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.embedding.work.Embedder;
import dev.colophon.embedding.work.Embedder.EmbeddedText;
import dev.colophon.embedding.work.Vectors;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Embeds queries with the model of the space that is searched; what was asked lately is not embedded again. Where a
 * client's account gives no vector the error is a {@link ProblemException}.
 */
@Component
class QueryVectors {

    private static final int REMEMBERED = 2_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    /** What one client asked in one space: what it paid for is its own. */
    private record Asked(@Nullable UUID clientId, EmbeddingSpace space, String text) {}

    private final Embedder embedder;
    private final SpaceAccounts accounts;
    private final Cache<Asked, float[]> lately =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    QueryVectors(Embedder embedder, SpaceAccounts accounts) {
        this.embedder = embedder;
        this.accounts = accounts;
    }

    Mono<QueryVector> of(UUID clientId, @Nullable UUID projectId, ServedSpace space, String query) {
        String text = query.strip().replaceAll("\\s+", " ");
        Asked asked = new Asked(space.isLocal() ? null : clientId, space.space(), text);
        float[] known = lately.getIfPresent(asked);
        if (known != null) {
            return Mono.just(new QueryVector(known, 0, true, 0, false));
        }
        Mono<QueryVector> computed = space.isLocal() ? local(text) : remote(clientId, projectId, space, text);
        return computed.doOnNext(vector -> lately.put(asked, vector.vector()));
    }

    private Mono<QueryVector> local(String text) {
        return Mono.fromCallable(() -> {
                    long started = System.nanoTime();
                    EmbeddedText embedded = embedder.embed(List.of(text)).get(0);
                    return new QueryVector(
                            embedded.vector(),
                            embedded.tokens(),
                            false,
                            (System.nanoTime() - started) / 1_000_000,
                            false);
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<QueryVector> remote(UUID clientId, @Nullable UUID projectId, ServedSpace space, String text) {
        List<Integration> serving = accounts.serving(clientId, space);
        if (serving.isEmpty()) {
            return Mono.error(ProblemException.unprocessable(
                    "No active integration serves " + space.model() + ", which this client searches with"));
        }
        return accounts.embed(clientId, projectId, serving, List.of(text)).map(answer -> vector(answer, space));
    }

    private static QueryVector vector(Embeddings answer, ServedSpace space) {
        TextOutcome outcome = answer.outcomes().get(0);
        if (outcome instanceof TextOutcome.OverBudget over) {
            throw SpendProblems.overBudget(over.numbers(), "");
        }
        if (!(outcome instanceof TextOutcome.Embedded embedded) || embedded.vector().length != space.dimensions()) {
            throw ProblemException.unavailable(space.model() + " gave no vector for the query", SOON);
        }
        return new QueryVector(Vectors.ofLengthOne(embedded.vector()), (int) embedded.tokens(), false, 0, true);
    }

    /**
     * A query's vector and what it took.
     *
     * @param tokens that the model read; 0 where the vector was known
     * @param told whether the account book has been told of it
     */
    record QueryVector(float[] vector, int tokens, boolean cached, long millis, boolean told) {}
}
