package dev.colophon.etl.webhook;

import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.util.List;

/**
 * What a delivery tells of a source.
 *
 * @param items to capture, with their versions, so that an older one that comes late changes nothing
 * @param removals what is gone
 */
public record WebhookChanges(List<ItemDraft> items, List<Removal> removals) {

    private static final WebhookChanges NONE = new WebhookChanges(List.of(), List.of());

    public WebhookChanges {
        items = List.copyOf(items);
        removals = List.copyOf(removals);
    }

    /** An item that is gone. */
    public record Removal(ItemKind kind, String externalId) {}

    public static WebhookChanges none() {
        return NONE;
    }
}
