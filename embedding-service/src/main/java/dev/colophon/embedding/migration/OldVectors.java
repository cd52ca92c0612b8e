package dev.colophon.embedding.migration;

import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.vector.VectorsStored;
import dev.colophon.embedding.work.StepWorker;
import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets the vectors of models that a client searches with no more, some at a time, when they have been kept for long. */
@Component
class OldVectors implements StepWorker.Steps {

    private static final Logger log = LoggerFactory.getLogger(OldVectors.class);

    private final ClientTransactions transactions;
    private final SwitchStore store;
    private final EmbeddingSpaces spaces;
    private final MigrationProperties settings;
    private final ApplicationEventPublisher within;

    OldVectors(
            ClientTransactions transactions,
            SwitchStore store,
            EmbeddingSpaces spaces,
            MigrationProperties settings,
            ApplicationEventPublisher within) {
        this.transactions = transactions;
        this.store = store;
        this.spaces = spaces;
        this.settings = settings;
        this.within = within;
    }

    @Override
    public Mono<Duration> next(UUID clientId, UUID migrationId) {
        Mono<Long> forgotten = store.forgetPrevious(clientId, settings.keepOld())
                .then(spaces.of(clientId))
                .flatMap(now -> store.forgetVectors(clientId, models(now), settings.chunksPerStep()));
        return transactions
                .inClient(clientId, forgotten)
                .doOnNext(count -> within.publishEvent(new VectorsStored()))
                .flatMap(count -> count == 0 ? Mono.empty() : Mono.just(Duration.ZERO));
    }

    @Override
    public Mono<Void> givenUp(UUID clientId, UUID migrationId, String reason) {
        log.error("client {}: old vectors are not forgotten: {}", clientId, reason);
        return Mono.empty();
    }

    private static List<String> models(ClientSpaces now) {
        List<String> models = new ArrayList<>();
        models.add(now.active().model());
        ServedSpace previous = now.previous();
        if (previous != null) {
            models.add(previous.model());
        }
        now.filled().map(ServedSpace::model).ifPresent(models::add);
        return models;
    }
}
