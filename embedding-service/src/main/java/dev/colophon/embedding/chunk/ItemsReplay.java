package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.Standing.Left;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.replay.PlannedWork;
import dev.colophon.messaging.replay.ReplayRun;
import dev.colophon.messaging.replay.Replayable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Handles events of items again. What the listener would take in is taken in, what another version of the chunker cut or
 * what has lost chunks is cut again, chunks without vector are asked for again, and of all else nothing is left to do. An
 * older version never replaces a newer one, and what is removed stays removed, whether forced or not.
 */
@Component
class ItemsReplay implements Replayable {

    private final StandingStore store;
    private final EmbeddingSpaces spaces;
    private final ItemIntake intake;
    private final WholeItems whole;
    private final ItemCutter cutter;
    private final LackingChunks lacking;
    private final PlannedTexts texts;
    private final ApplicationEventPublisher within;

    ItemsReplay(
            StandingStore store,
            EmbeddingSpaces spaces,
            ItemIntake intake,
            WholeItems whole,
            ItemCutter cutter,
            LackingChunks lacking,
            PlannedTexts texts,
            ApplicationEventPublisher within) {
        this.store = store;
        this.spaces = spaces;
        this.intake = intake;
        this.whole = whole;
        this.cutter = cutter;
        this.lacking = lacking;
        this.texts = texts;
        this.within = within;
    }

    /** Events of one client, and what is left to do about them. */
    private record Task(UUID clientId, ToldItems told, ServedSpace active, Standing standing, Set<UUID> toRemove) {

        List<Event<ItemCaptured>> toCut() {
            return told.of(standing.items(Left.TAKE, Left.CUT));
        }

        List<ItemCaptured> toAsk() {
            Set<UUID> items = standing.items(Left.ASK);
            return told.versions().stream()
                    .filter(item -> items.contains(item.itemId()))
                    .toList();
        }

        List<Event<ItemRemoved>> removals() {
            return told.removals().stream()
                    .filter(event -> toRemove.contains(event.payload().itemId()))
                    .toList();
        }

        /** Parts of one item are events, all of which lead to something. */
        long unchanged(int events) {
            return events - told.of(standing.left().keySet()).size() - toRemove.size();
        }
    }

    @Override
    public Topic topic() {
        return Topic.ITEMS;
    }

    @Override
    public Set<Class<? extends EventPayload>> types() {
        return Set.of(ItemCaptured.class, ItemRemoved.class);
    }

    @Override
    public boolean isPaidFor() {
        return true;
    }

    @Override
    public Mono<PlannedWork> plan(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return task(run, clientId, events).flatMap(task -> wanted(run, task)
                .flatMap(wanted -> texts.calls(run, clientId, task.active(), wanted))
                .map(calls -> new PlannedWork(task.unchanged(events.size()), calls)));
    }

    @Override
    public Mono<PlannedWork> carryOut(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return task(run, clientId, events).flatMap(task -> cut(run, task)
                .then(lacking.ask(clientId, task.toAsk(), task.active()))
                .then(task.removals().isEmpty() ? Mono.empty() : intake.remove(task.removals()))
                .then(Mono.fromSupplier(() -> {
                    if (!task.standing().left().isEmpty()) {
                        within.publishEvent(new ChunksPending());
                    }
                    return new PlannedWork(task.unchanged(events.size()), List.of());
                })));
    }

    private Mono<Task> task(ReplayRun run, UUID clientId, List<Event<?>> events) {
        ToldItems told = ToldItems.of(events);
        List<ItemRemoved> removals =
                told.removals().stream().map(Event::payload).toList();
        return spaces.of(clientId).flatMap(now -> store.of(clientId, told.versions(), now.active(), run.force())
                .zipWhen(standing -> store.toRemove(clientId, removals))
                .map(read -> new Task(clientId, told, now.active(), read.getT1(), read.getT2())));
    }

    /** The texts that would be asked for. Parts of an item that are not all at hand are cut each for itself. */
    private Mono<List<WantedText>> wanted(ReplayRun run, Task task) {
        Map<UUID, Event<ItemCaptured>> byPart = new HashMap<>();
        task.toCut()
                .forEach(event -> byPart.put(
                        Ids.derived(
                                "plan",
                                event.payload().itemId().toString(),
                                Integer.toString(event.payload().part())),
                        event));
        return first(run, byPart.keySet())
                .flatMap(first -> cutter.cut(ofParts(byPart, first)))
                .map(cut -> cut.stream()
                        .flatMap(item -> item.chunks().stream())
                        .map(WantedText::of)
                        .collect(Collectors.toList()))
                .flatMap(cut ->
                        lacking.of(task.clientId(), task.toAsk(), task.active()).map(more -> joined(cut, more)));
    }

    private static List<WantedText> joined(List<WantedText> cut, List<WantedText> lacking) {
        List<WantedText> all = new ArrayList<>(cut);
        all.addAll(lacking);
        return all;
    }

    private static List<CapturedItem> ofParts(Map<UUID, Event<ItemCaptured>> byPart, Set<UUID> first) {
        List<Event<ItemCaptured>> events = first.stream().map(byPart::get).toList();
        return ToldItems.texts(events);
    }

    /** Only who forces would come upon the same again and again. */
    private static Mono<Set<UUID>> first(ReplayRun run, Collection<UUID> subjects) {
        return run.force() && !subjects.isEmpty() ? run.firstTime(subjects) : Mono.just(Set.copyOf(subjects));
    }

    private Mono<Void> cut(ReplayRun run, Task task) {
        List<Event<ItemCaptured>> events = task.toCut();
        return events.isEmpty()
                ? Mono.empty()
                : whole.of(task.clientId(), events).flatMap(found -> first(
                                run, found.stream().map(CapturedItem::id).collect(Collectors.toSet()))
                        .flatMap(first -> cutter.cut(found.stream()
                                .filter(item -> first.contains(item.id()))
                                .toList()))
                        .flatMap(cut -> replace(run, task, cut))
                        .then(whole.forgetParts(task.clientId(), found)));
    }

    private Mono<Void> replace(ReplayRun run, Task task, List<CutItem> cut) {
        Set<UUID> newer = task.standing().items(Left.TAKE);
        List<CutItem> taken =
                cut.stream().filter(item -> newer.contains(item.id())).toList();
        List<CutItem> again =
                cut.stream().filter(item -> !newer.contains(item.id())).toList();
        return intake.take(task.clientId(), taken, run.force())
                .then(intake.takeAgain(task.clientId(), again, run.force()));
    }
}
