package dev.colophon.embedding;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What Prometheus would read of the service now. */
record Metrics(String text) {

    private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");

    static Metrics of(WebTestClient http) {
        return new Metrics(http.get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    Set<String> names() {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet());
    }

    /** By which the lines of a metric are told apart. */
    Set<String> labels(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{"))
                .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
                .collect(Collectors.toSet());
    }

    /** The value of the first line that begins like this and has all these parts. */
    double value(String beginning, String... parts) {
        return text.lines()
                .filter(line ->
                        line.startsWith(beginning) && Arrays.stream(parts).allMatch(line::contains))
                .findFirst()
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .orElse(Double.NaN);
    }
}
