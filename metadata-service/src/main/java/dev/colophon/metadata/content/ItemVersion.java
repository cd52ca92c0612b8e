package dev.colophon.metadata.content;

import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import java.util.UUID;

/**
 * Which state of an item an event tells of.
 *
 * @param tells whether anything of the event is kept: all that is kept of an item is in its first part
 */
record ItemVersion(UUID itemId, UUID projectId, long version, boolean tells) {

    static ItemVersion of(Event<?> event) {
        if (event.payload() instanceof ItemCaptured captured) {
            return new ItemVersion(captured.itemId(), captured.projectId(), captured.version(), captured.part() == 1);
        }
        if (event.payload() instanceof ItemRemoved removed) {
            return new ItemVersion(removed.itemId(), removed.projectId(), removed.version(), true);
        }
        throw new IllegalArgumentException("no event of an item: " + event.type());
    }
}
