package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One repository from import to answer: what the product does, on data that nobody prepared. */
public final class Demo {

    private static final Duration AT_MOST = Duration.ofMinutes(60);
    private static final int HITS = 5;

    private final Api api;
    private final Terminal terminal;
    private final Clock clock;

    public Demo(Api api, Terminal terminal, Clock clock) {
        this.api = api;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Imports, waits until everything has settled, and looks at what there is. */
    public Result run(Path repository, String name, double readySeconds) {
        Instant started = clock.instant();
        Enrichment enrichment = new Enrichment(api, terminal, clock, AT_MOST);
        JsonNode known = new Projects(api).namedOrNew(name, "");
        String id = known.path("id").asText();
        GitImport.Imported imported = new GitImport(api, terminal).run(known, repository.toString(), name);
        ItemCounts items = ItemCounts.of(api, id);
        JsonNode chunks = enrichment.chunks(id, items.total()).path("chunks");
        JsonNode project = enrichment.metadata(id);
        enrichment.usage();
        double enriched = Duration.between(started, clock.instant()).toMillis() / 1000.0;
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        describe(document, project, imported, items);
        count(document, chunks);
        ArrayNode searches = document.putArray("searches");
        DemoQueries.of(project).forEach(query -> searches.add(search(id, query)));
        account(document, enrichment.usage());
        document.putObject("timings").put("ready_seconds", readySeconds).put("enriched_seconds", enriched);
        document.put("url", api.url());
        return new Result(document);
    }

    private JsonNode search(String projectId, String query) {
        JsonNode answer = api.post(
                "/api/v1/search",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("query", query)
                        .put("k", HITS)
                        .put("project_id", projectId));
        ObjectNode search = JsonNodeFactory.instance.objectNode().put("query", query);
        ArrayNode hits = search.putArray("hits");
        for (JsonNode hit : answer.path("hits")) {
            hits.addObject()
                    .put("title", hit.path("title").asText())
                    .put("score", hit.path("score").asDouble())
                    .put("item_id", hit.path("item_id").asText());
        }
        return search;
    }

    private static void describe(ObjectNode document, JsonNode project, GitImport.Imported imported, ItemCounts items) {
        document.putObject("project")
                .put("id", project.path("id").asText())
                .put("name", project.path("name").asText())
                .set("meta", project.path("meta"));
        document.putObject("items")
                .put("captured", imported.captured())
                .put("commits", items.of("commit"))
                .put("documents", items.of("document"));
    }

    private static void count(ObjectNode document, JsonNode chunks) {
        document.putObject("chunks")
                .put("completed", chunks.path("completed").asLong())
                .put("pending", chunks.path("pending").asLong())
                .put("failed", chunks.path("failed").asLong());
    }

    private static void account(ObjectNode document, JsonNode usage) {
        ObjectNode used = document.putObject("usage");
        for (String field : List.of("total_requests", "total_tokens", "total_cost")) {
            used.set(field, usage.path(field));
        }
    }

    /** What the demo found, for programs and for people. */
    public record Result(ObjectNode document) {

        public List<String> lines() {
            JsonNode project = document.path("project");
            JsonNode meta = project.path("meta");
            List<String> lines = new ArrayList<>();
            List<String> tags = new ArrayList<>();
            meta.path("ai_generated_tags").forEach(tag -> tags.add(tag.asText()));
            lines.add(project.path("name").asText());
            lines.add("  tags        " + String.join(", ", tags));
            lines.add("  difficulty  " + meta.path("difficulty_level").asText());
            lines.add("  summary     " + meta.path("content_summary").asText());
            lines.add("  items       " + document.path("items").path("commits").asLong() + " commits, "
                    + document.path("items").path("documents").asLong() + " documents");
            lines.add(
                    "  chunks      " + document.path("chunks").path("completed").asLong() + " searchable");
            for (JsonNode search : document.path("searches")) {
                lines.add("");
                lines.add("search \"" + search.path("query").asText() + "\"");
                search.path("hits")
                        .forEach(hit -> lines.add(String.format(
                                Locale.ROOT,
                                "  %.3f  %s",
                                hit.path("score").asDouble(),
                                hit.path("title").asText().replaceAll("\\s+", " "))));
            }
            JsonNode usage = document.path("usage");
            lines.add("");
            lines.add("used  " + usage.path("total_requests").asText() + " AI calls, "
                    + usage.path("total_tokens").asText() + " tokens, "
                    + Money.of(usage.path("total_cost")) + " USD");
            return lines;
        }
    }
}
