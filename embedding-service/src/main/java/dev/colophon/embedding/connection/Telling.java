package dev.colophon.embedding.connection;

import dev.colophon.embedding.connection.Connection.Side;
import dev.colophon.embedding.connection.ConnectionStore.Shown;
import dev.colophon.embedding.search.Snippets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts a connection into the form in which it is answered. */
final class Telling {

    private Telling() {}

    static Connection of(double score, Shown item, Shown other, SharedTerms terms, Map<UUID, List<String>> tagged) {
        List<String> sharedTerms = terms.of(item.text(), other.text());
        List<String> otherTags = tagged.getOrDefault(other.projectId(), List.of());
        List<String> sharedTags = tagged.getOrDefault(item.projectId(), List.of()).stream()
                .filter(otherTags::contains)
                .toList();
        // of each the sentences that come nearest to what the other says
        String passage = Snippets.text(other.text(), item.text());
        String otherPassage = Snippets.text(item.text(), other.text());
        return new Connection(
                side(item, passage),
                side(other, otherPassage),
                score,
                sharedTags,
                sharedTerms,
                Reasons.of(score, sharedTags, sharedTerms, passage, otherPassage));
    }

    private static Side side(Shown shown, String passage) {
        return new Side(shown.itemId(), shown.projectId(), shown.kind(), shown.title(), shown.url(), passage);
    }
}
