package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.benchmarks.Figures;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntFunction;

/** Items of one project, sent through the gateway as a connector of one's own would. */
record SentItems(Stack stack, String project) {

    private static final int ITEMS_A_REQUEST = 200;
    private static final long POLL_MILLIS = 200;

    /** While there is far to go: asking five times a second would itself take a thirtieth of two processors. */
    private static final long POLL_FAR_MILLIS = 2_000;

    private static final int FAR = 1_000;
    private static final double SOON_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A new project that nobody writes metadata of. */
    static SentItems into(Stack stack, String name) throws IOException, InterruptedException {
        JsonNode made = stack.post("/api/v1/projects", Map.of("name", name, "auto_metadata", false));
        return new SentItems(stack, made.path("id").asText());
    }

    void send(int count, IntFunction<String> title, IntFunction<String> text) throws IOException, InterruptedException {
        send(count, "item-", title, text);
    }

    /** @param prefix of what the items are called at their source: what is called the same is another version */
    void send(int count, String prefix, IntFunction<String> title, IntFunction<String> text)
            throws IOException, InterruptedException {
        for (int from = 0; from < count; from += ITEMS_A_REQUEST) {
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < Math.min(count, from + ITEMS_A_REQUEST); i++) {
                lines.append(item(prefix + i, title.apply(i), text.apply(i))).append('\n');
            }
            JsonNode answer =
                    stack.post("/api/v1/projects/" + project + "/items", "application/x-ndjson", lines.toString());
            if (!answer.path("rejected").isEmpty()) {
                throw new IOException("rejected: " + answer.path("rejected"));
            }
        }
    }

    private static String item(String name, String title, String text) throws IOException {
        return JSON.writeValueAsString(Map.of("external_id", name, "kind", "document", "title", title, "text", text));
    }

    /** Waits until so many items have all their vectors. */
    void awaitCompleted(int items) throws IOException, InterruptedException {
        while (true) {
            JsonNode stats = stack.get("/api/v1/embeddings/stats?project_id=" + project);
            JsonNode chunks = stats.path("chunks");
            if (chunks.path("failed").asInt() > 0) {
                throw new IOException("chunks failed: " + stats);
            }
            if (stats.path("items").asInt() == items
                    && chunks.path("completed").asInt() >= items
                    && chunks.path("pending").asInt() == 0) {
                return;
            }
            int missing = items - chunks.path("completed").asInt();
            Thread.sleep(missing > FAR ? POLL_FAR_MILLIS : POLL_MILLIS);
        }
    }

    /** Waits until search finds an item by its title. */
    void awaitFound(String title) throws IOException, InterruptedException {
        Map<String, Object> query = Map.of("query", title, "mode", "keyword", "project_id", project, "k", 10);
        long started = System.nanoTime();
        while (stack.post("/api/v1/search", query).path("hits").findValuesAsText("title").stream()
                .noneMatch(title::equals)) {
            if (Figures.secondsSince(started) > SOON_SECONDS) {
                throw new IOException(title + " is completed and cannot be found");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
