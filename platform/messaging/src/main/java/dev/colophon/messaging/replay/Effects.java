package dev.colophon.messaging.replay;

import dev.colophon.events.Event;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.ReplayContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What events lead to in a replay, client by client within the transaction of their batch. */
final class Effects {

    /** What several clients' events lead to. */
    record Work(long unchanged, Collection<PlannedCalls> calls) {

        static Work of(List<PlannedWork> works) {
            return new Work(
                    works.stream().mapToLong(PlannedWork::unchanged).sum(),
                    works.stream().flatMap(work -> work.calls().stream()).toList());
        }
    }

    private record Run(UUID id, boolean force, Progress progress) implements ReplayRun {

        @Override
        public Mono<Set<UUID>> firstTime(Collection<UUID> subjects) {
            return progress.firstTime(id, subjects);
        }
    }

    private final ClientTransactions transactions;
    private final Progress progress;
    private final Replay replay;
    private final Replayable replayable;
    private final ReplayRun run;

    Effects(ClientTransactions transactions, Progress progress, Replay replay, Replayable replayable) {
        this.transactions = transactions;
        this.progress = progress;
        this.replay = replay;
        this.replayable = replayable;
        this.run = new Run(replay.id(), replay.request().force(), progress);
    }

    /** Plans or carries out, remembers what failed, and gives what there was to do. */
    Mono<Work> of(List<Entry> entries) {
        Map<UUID, List<Event<?>>> byClient = new LinkedHashMap<>();
        List<Entry> failed = new ArrayList<>();
        for (Entry entry : entries) {
            Event<?> event = entry.event();
            if (event == null) {
                failed.add(entry);
            } else {
                byClient.computeIfAbsent(event.clientId().value(), client -> new ArrayList<>())
                        .add(event);
            }
        }
        return Flux.fromIterable(byClient.entrySet())
                .concatMap(
                        client -> transactions.inClient(client.getKey(), ofClient(client.getKey(), client.getValue())))
                .collectList()
                .flatMap(works -> progress.failed(replay.id(), failed).thenReturn(Work.of(works)))
                .flatMap(work ->
                        isEstimate() ? progress.plan(replay.id(), work.calls()).thenReturn(work) : Mono.just(work));
    }

    private Mono<PlannedWork> ofClient(UUID clientId, List<Event<?>> events) {
        Mono<PlannedWork> work =
                isEstimate() ? replayable.plan(run, clientId, events) : replayable.carryOut(run, clientId, events);
        return work.contextWrite(ReplayContext.of(replay.id()));
    }

    private boolean isEstimate() {
        return replay.phase() == Replay.Phase.ESTIMATE;
    }
}
