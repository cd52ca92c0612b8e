package dev.colophon.embedding.search;

import dev.colophon.embedding.search.QueryVectors.QueryVector;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the ledger of queries that were embedded, in the current transaction. */
@Component
class QueryUsage {

    private static final String OPERATION = "search";

    private final Outbox outbox;
    private final Clock clock;

    QueryUsage(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    Mono<Void> observed(UUID clientId, EmbeddingSpace space, @Nullable UUID projectId, QueryVector vector) {
        if (vector.told()) {
            return Mono.empty();
        }
        UUID attempt = Ids.newId();
        return outbox.append(new AiUsageObserved(
                new ClientId(clientId),
                attempt,
                attempt,
                1,
                null,
                projectId,
                null,
                OPERATION,
                space.provider(),
                space.model(),
                null,
                1,
                (long) vector.tokens(),
                0L,
                vector.cached(),
                "succeeded",
                vector.millis(),
                clock.instant()));
    }
}
