package dev.colophon.metadata.upkeep;

import dev.colophon.metadata.generation.Backlog;
import dev.colophon.persistence.job.JobResult;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks for metadata of projects that say something and have none, a batch at a time, while the queue is short. */
@Component
class NightlyMetadata {

    private final UpkeepStore store;
    private final Backlog backlog;
    private final NightlyProperties settings;

    NightlyMetadata(UpkeepStore store, Backlog backlog, NightlyProperties settings) {
        this.store = store;
        this.backlog = backlog;
        this.settings = settings;
    }

    Mono<JobResult> run() {
        return Mono.defer(() -> {
            Night night = new Night(settings);
            return Mono.defer(() -> step(night))
                    .repeat(night::goesOn)
                    .then(Mono.fromSupplier(() -> night.didNothing()
                            ? JobResult.skipped("the queue is long")
                            : JobResult.of(night.figures())));
        });
    }

    private Mono<Void> step(Night night) {
        return backlog.waiting().flatMap(waiting -> switch (night.next(waiting)) {
            case ASK -> ask(night);
            case WAIT -> Mono.delay(settings.pause()).then();
            case END -> Mono.empty();
        });
    }

    private Mono<Void> ask(Night night) {
        return store.lacking(night.last(), night.batch()).collectList().flatMap(batch -> {
            if (batch.isEmpty()) {
                night.nothingMore();
                return Mono.empty();
            }
            return ask(night, batch).then(Mono.delay(settings.pause())).then();
        });
    }

    private Mono<Void> ask(Night night, List<UpkeepStore.OfClient> batch) {
        return Flux.fromIterable(batch)
                .concatMap(project -> backlog.ask(project.clientId(), project.projectId())
                        .doOnNext(asked -> night.passed(project.projectId(), asked)))
                .then();
    }
}
