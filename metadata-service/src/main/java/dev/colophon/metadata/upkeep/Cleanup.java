package dev.colophon.metadata.upkeep;

import dev.colophon.metadata.generation.Backlog;
import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes what belongs to nothing any more, or is past its time, and puts projects back to work whose work was lost. The
 * rows of a project itself go with it; what goes by other means is looked for here.
 */
@Component
class Cleanup {

    private final UpkeepStore store;
    private final Backlog backlog;
    private final WorkQueue queue;
    private final Clock clock;

    Cleanup(UpkeepStore store, Backlog backlog, WorkQueue queue, Clock clock) {
        this.store = store;
        this.backlog = backlog;
        this.queue = queue;
        this.clock = clock;
    }

    Mono<JobResult> run() {
        return Mono.zip(putBack(), dropOrphanedWork(), store.removeOrphanedResults(), removeOutdatedResults())
                .map(done -> {
                    Map<String, Long> figures = new LinkedHashMap<>();
                    figures.put("projects_put_back_to_work", done.getT1());
                    figures.put("orphaned_work_removed", done.getT2());
                    figures.put("orphaned_results_removed", done.getT3());
                    figures.put("outdated_results_removed", done.getT4());
                    return JobResult.of(figures);
                });
    }

    Mono<Long> removeOutdatedResults() {
        return Mono.defer(() -> store.removeOutdatedResults(clock.instant()));
    }

    private Mono<Long> putBack() {
        return store.withoutWork()
                .collectMultimap(UpkeepStore.OfClient::clientId, UpkeepStore.OfClient::projectId)
                .flatMapMany(byClient -> Flux.fromIterable(byClient.entrySet()))
                .concatMap(of -> backlog.putBack(of.getKey(), of.getValue())
                        .thenReturn((long) of.getValue().size()))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> dropOrphanedWork() {
        return store.workWithoutProject()
                .collectMultimap(UpkeepStore.Work::queue, UpkeepStore.Work::subjectId)
                .flatMapMany(byQueue -> Flux.fromIterable(byQueue.entrySet()))
                .concatMap(of -> drop(of.getKey(), List.copyOf(of.getValue())))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> drop(String name, Collection<UUID> subjects) {
        return queue.cancel(name, subjects).thenReturn((long) subjects.size());
    }
}
