package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.testing.EventsProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.yaml.snakeyaml.Yaml;

/** What dashboard and alerts ask for is what the service tells. */
@EmbeddingServiceTest
class DashboardIT {

    private static final Pattern METRIC = Pattern.compile("\\b(colophon_\\w+)(?:\\{([^}]*)\\})?");
    private static final Pattern MATCHED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    @Test
    void asksForMetricsAndLabelsThatThereAre() throws IOException {
        ClientCalls client = ClientCalls.of(http);
        UUID project = UUID.randomUUID();
        ItemCaptured good = client.commit(project, "A commit that is fine");
        List.of(good, client.commit(project, EmbedderWatch.REFUSED + " for good"))
                .forEach(events::publish);
        client.awaitFound(good);

        List<String> expressions = new ArrayList<>(dashboard());
        expressions.addAll(alerts());
        assertThat(expressions).hasSizeGreaterThan(20);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(missing(expressions, Metrics.of(http)))
                .isEmpty());
    }

    private static Set<String> missing(List<String> expressions, Metrics metrics) {
        Set<String> missing = new TreeSet<>();
        for (String expression : expressions) {
            Set<String> told = new HashSet<>(Set.of("instance"));
            Matcher asked = METRIC.matcher(expression);
            while (asked.find()) {
                Set<String> labels = metrics.labels(asked.group(1));
                told.addAll(labels);
                if (!metrics.names().contains(asked.group(1))) {
                    missing.add(asked.group(1));
                }
                Matcher matched = MATCHED.matcher(asked.group(2) == null ? "" : asked.group(2));
                while (matched.find()) {
                    if (!labels.contains(matched.group(1))) {
                        missing.add(asked.group(1) + "{" + matched.group(1) + "}");
                    }
                }
            }
            Matcher grouped = GROUPED.matcher(expression);
            while (grouped.find()) {
                for (String label : grouped.group(1).split(",\\s*")) {
                    if (!told.contains(label)) {
                        missing.add("by (" + label + ") in " + expression);
                    }
                }
            }
        }
        return missing;
    }

    private static List<String> dashboard() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(file("deploy/grafana/embeddings.json").toFile());
        return dashboard.findValuesAsText("expr");
    }

    private static List<String> alerts() throws IOException {
        Map<String, List<Map<String, List<Map<String, String>>>>> rules =
                new Yaml().load(Files.readString(file("deploy/prometheus/embeddings.rules.yaml")));
        List<String> expressions = new ArrayList<>();
        rules.get("groups").forEach(group -> group.get("rules").forEach(rule -> expressions.add(rule.get("expr"))));
        return expressions;
    }

    private static Path file(String inRepository) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(inRepository))) {
            folder = folder.getParent();
            assertThat(folder).as("a folder above with " + inRepository).isNotNull();
        }
        return folder.resolve(inRepository);
    }
}
