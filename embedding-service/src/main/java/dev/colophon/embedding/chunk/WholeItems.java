package dev.colophon.embedding.chunk;

import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts items together that come in parts, which may be in events far apart. */
@Component
class WholeItems {

    private final ItemStore items;

    WholeItems(ItemStore items) {
        this.items = items;
    }

    /** The newest version of each item, of those that are whole. Parts of others are kept until the rest has come. */
    Mono<List<CapturedItem>> of(UUID clientId, List<Event<ItemCaptured>> events) {
        Map<UUID, CapturedItem> newest = new HashMap<>();
        Map<UUID, Event<ItemCaptured>> toldInParts = new HashMap<>();
        List<ItemCaptured> parts = new ArrayList<>();
        for (Event<ItemCaptured> event : events) {
            ItemCaptured told = event.payload();
            if (told.parts() <= 1) {
                keepNewer(newest, CapturedItem.of(told, told.text(), event.traceparent()));
            } else {
                parts.add(told);
                toldInParts.merge(told.itemId(), event, WholeItems::newer);
            }
        }
        if (parts.isEmpty()) {
            return Mono.just(List.copyOf(newest.values()));
        }
        return items.addParts(clientId, parts)
                .doOnNext(text -> {
                    Event<ItemCaptured> event = toldInParts.get(text.itemId());
                    if (event != null && event.payload().version() == text.version()) {
                        keepNewer(newest, CapturedItem.of(event.payload(), text.text(), event.traceparent()));
                    }
                })
                .then(Mono.fromSupplier(() -> List.copyOf(newest.values())));
    }

    private static void keepNewer(Map<UUID, CapturedItem> newest, CapturedItem item) {
        newest.merge(item.id(), item, (a, b) -> a.told().version() >= b.told().version() ? a : b);
    }

    private static Event<ItemCaptured> newer(Event<ItemCaptured> a, Event<ItemCaptured> b) {
        return a.payload().version() > b.payload().version() ? a : b;
    }

    /** Forgets the parts of items that are stored in this version by now, or a newer one. */
    Mono<Void> forgetParts(UUID clientId, Collection<CapturedItem> stored) {
        List<UUID> inParts = stored.stream()
                .filter(item -> item.told().parts() > 1)
                .map(CapturedItem::id)
                .toList();
        return inParts.isEmpty() ? Mono.empty() : items.dropParts(clientId, inParts);
    }
}
