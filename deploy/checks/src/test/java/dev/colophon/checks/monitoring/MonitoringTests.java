package dev.colophon.checks.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.checks.monitoring.Query.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards ask for what there is, and say what to do. */
class MonitoringTests {

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void asksForDocumentedMetricsAndLabelsOnly() {
        DocumentedMetrics metrics = DocumentedMetrics.read();
        List<Rule> rules = Rule.all();
        rules.stream()
                .filter(Rule::records)
                .forEach(rule -> metrics.recorded(
                        rule.name(), Query.of(rule.expression()).groups()));
        List<String> expressions =
                new ArrayList<>(rules.stream().map(Rule::expression).toList());
        dashboards().forEach(dashboard -> expressions.addAll(dashboard.findValuesAsText("expr")));

        assertThat(metrics.size()).isGreaterThan(60);
        assertThat(expressions).hasSizeGreaterThan(80).doesNotContain("");
        Set<String> missing = new TreeSet<>();
        expressions.forEach(expression -> missing.addAll(missing(Query.of(expression), metrics)));
        assertThat(missing).isEmpty();
    }

    private static Set<String> missing(Query query, DocumentedMetrics metrics) {
        Set<String> missing = new TreeSet<>();
        Set<String> told = new HashSet<>();
        for (Selector selector : query.selectors()) {
            Set<String> labels = metrics.labels(selector.metric());
            told.addAll(labels);
            if (!metrics.has(selector.metric())) {
                missing.add(selector.metric());
            }
            selector.labels().stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> missing.add(selector.metric() + "{" + label + "}"));
        }
        query.groups().stream()
                .filter(label -> !told.contains(label))
                .forEach(label -> missing.add(label + " in " + query.text()));
        return missing;
    }

    @Test
    void namesARunbookForEveryAlertAndAnAlertForEveryRunbook() {
        List<Rule> alerts = Rule.all().stream().filter(rule -> !rule.records()).toList();
        Set<String> anchors = anchors(Repository.path("docs/operations.md"));

        assertThat(alerts).hasSizeGreaterThan(40).allSatisfy(alert -> {
            assertThat(alert.label("severity")).isIn("warning", "critical");
            assertThat(alert.annotation("summary")).isNotBlank();
            String[] runbook = alert.annotation("runbook_url").split("#");
            assertThat(runbook).hasSize(2);
            assertThat(runbook[0]).isEqualTo("docs/operations.md");
            assertThat(runbook[1])
                    .isEqualTo(alert.name().toLowerCase(Locale.ROOT))
                    .isIn(anchors);
        });
        assertThat(alerts.stream().map(Rule::name)).doesNotHaveDuplicates();
    }

    @Test
    void testsEveryAlert() {
        Set<String> tested = new HashSet<>();
        for (Path file : Repository.files("deploy/prometheus/tests", ".yaml")) {
            Matcher fired = Pattern.compile("alertname: (\\w+)").matcher(Repository.text(file));
            while (fired.find()) {
                tested.add(fired.group(1));
            }
        }
        assertThat(Rule.all().stream().filter(rule -> !rule.records()).map(Rule::name))
                .allSatisfy(alert -> assertThat(tested).contains(alert));
    }

    @Test
    void drawsPanelsThatExplainThemselves() {
        Set<String> ids = new HashSet<>();
        assertThat(dashboards()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(dashboard -> {
            assertThat(ids.add(dashboard.path("uid").asText())).isTrue();
            assertThat(dashboard.at("/templating/list").findValuesAsText("query"))
                    .contains("prometheus");
            List<JsonNode> panels = StreamSupport.stream(
                            dashboard.path("panels").spliterator(), false)
                    .toList();
            assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
            assertThat(panels.stream()
                            .filter(panel -> !panel.path("type").asText().equals("row")))
                    .isNotEmpty()
                    .allSatisfy(panel -> {
                        assertThat(panel.path("title").asText()).isNotBlank();
                        assertThat(panel.path("description").asText())
                                .as(panel.path("title").asText())
                                .isNotBlank();
                        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                        assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                                .isNotBlank();
                        assertThat(panel.path("targets")).isNotEmpty();
                        assertThat(panel.at("/gridPos/x").asInt()
                                        + panel.at("/gridPos/w").asInt())
                                .isLessThanOrEqualTo(24);
                    });
        });
    }

    private static List<JsonNode> dashboards() {
        return Repository.files("deploy/grafana", ".json").stream()
                .map(Repository::json)
                .toList();
    }

    private static Set<String> anchors(Path document) {
        Set<String> anchors = new HashSet<>();
        Matcher heading = HEADING.matcher(Repository.text(document));
        while (heading.find()) {
            anchors.add(heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9 _-]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }

    /** A rule of Prometheus, which records or alerts. */
    private record Rule(Map<String, Object> rule) {

        @SuppressWarnings("unchecked")
        static List<Rule> all() {
            List<Rule> all = new ArrayList<>();
            for (Path file : Repository.files("deploy/prometheus", ".rules.yaml")) {
                List<Map<String, Object>> groups =
                        (List<Map<String, Object>>) Repository.yaml(file).get("groups");
                groups.forEach(group ->
                        ((List<Map<String, Object>>) group.get("rules")).forEach(rule -> all.add(new Rule(rule))));
            }
            return all;
        }

        boolean records() {
            return rule.containsKey("record");
        }

        String name() {
            return String.valueOf(rule.get(records() ? "record" : "alert"));
        }

        String expression() {
            return String.valueOf(rule.get("expr"));
        }

        String label(String name) {
            return of("labels", name);
        }

        String annotation(String name) {
            return of("annotations", name);
        }

        private String of(String member, String name) {
            return rule.get(member) instanceof Map<?, ?> all && all.get(name) != null
                    ? String.valueOf(all.get(name))
                    : "";
        }
    }
}
