package dev.colophon.embedding.chunk;

import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What some events of one client tell of items: of each only the newest version counts, whatever order they stand in.
 *
 * @param captured the events of the newest version, more than one where it comes in parts
 * @param removed of items of which no newer version follows
 */
record ToldItems(Map<UUID, List<Event<ItemCaptured>>> captured, Map<UUID, Event<ItemRemoved>> removed) {

    @SuppressWarnings("unchecked") // the payload says what an event is of
    static ToldItems of(List<Event<?>> events) {
        ToldItems told = new ToldItems(new HashMap<>(), new HashMap<>());
        for (Event<?> event : events) {
            if (event.payload() instanceof ItemCaptured) {
                told.add((Event<ItemCaptured>) event);
            } else if (event.payload() instanceof ItemRemoved) {
                told.removed.merge(
                        ((ItemRemoved) event.payload()).itemId(), (Event<ItemRemoved>) event, ToldItems::newer);
            }
        }
        return told;
    }

    private static Event<ItemRemoved> newer(Event<ItemRemoved> a, Event<ItemRemoved> b) {
        return b.payload().version() > a.payload().version() ? b : a;
    }

    private void add(Event<ItemCaptured> event) {
        List<Event<ItemCaptured>> known = captured.get(event.payload().itemId());
        long newest = known == null ? Long.MIN_VALUE : known.get(0).payload().version();
        if (event.payload().version() > newest) {
            List<Event<ItemCaptured>> only = new ArrayList<>(1);
            only.add(event);
            captured.put(event.payload().itemId(), only);
        } else if (event.payload().version() == newest && known != null) {
            known.add(event);
        }
    }

    /** The newest version of each item, as its first event tells of it. */
    List<ItemCaptured> versions() {
        return captured.values().stream().map(events -> events.get(0).payload()).toList();
    }

    List<Event<ItemRemoved>> removals() {
        return List.copyOf(removed.values());
    }

    /** The texts of events: of an item in parts the whole where all parts are there, else each part for itself. */
    static List<CapturedItem> texts(Collection<Event<ItemCaptured>> events) {
        Map<UUID, SortedMap<Integer, Event<ItemCaptured>>> byItem = new LinkedHashMap<>();
        events.forEach(event -> byItem.computeIfAbsent(event.payload().itemId(), id -> new TreeMap<>())
                .put(event.payload().part(), event));
        return byItem.values().stream()
                .flatMap(parts -> texts(List.copyOf(parts.values())))
                .toList();
    }

    private static Stream<CapturedItem> texts(List<Event<ItemCaptured>> parts) {
        Event<ItemCaptured> first = parts.get(0);
        if (parts.size() < first.payload().parts()) {
            return parts.stream()
                    .map(part -> CapturedItem.of(part.payload(), part.payload().text(), part.traceparent()));
        }
        String text = parts.stream().map(part -> part.payload().text()).collect(Collectors.joining());
        return Stream.of(CapturedItem.of(first.payload(), text, first.traceparent()));
    }

    List<Event<ItemCaptured>> of(Collection<UUID> itemIds) {
        return itemIds.stream()
                .flatMap(id -> captured.getOrDefault(id, List.of()).stream())
                .toList();
    }
}
