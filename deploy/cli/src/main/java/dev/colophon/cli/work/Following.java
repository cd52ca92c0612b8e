package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks at long work again and again until it has come to rest.
 *
 * @param begun what it was when it began
 * @param look what it is now
 */
public record Following(JsonNode begun, Supplier<JsonNode> look) {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Until its {@code status} is none of these; what it comes to is told, too. */
    public JsonNode whileIn(Set<String> statuses, Consumer<JsonNode> told) {
        return until(work -> !statuses.contains(work.path("status").asText()), told);
    }

    public JsonNode until(Predicate<JsonNode> over, Consumer<JsonNode> told) {
        JsonNode work = begun;
        while (!over.test(work)) {
            told.accept(work);
            Pause.of(PAUSE);
            work = look.get();
        }
        told.accept(work);
        return work;
    }
}
