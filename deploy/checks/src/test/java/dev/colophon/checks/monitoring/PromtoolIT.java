package dev.colophon.checks.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Has Prometheus' own tool read the rules, and play time series to them. */
class PromtoolIT {

    private static String promtool;

    @BeforeAll
    static void findTool() {
        Optional<String> found = Stream.concat(
                        Stream.ofNullable(System.getenv("COLOPHON_TEST_PROMTOOL")),
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> folder + "/promtool"))
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        assumeTrue(found.isPresent(), "there is no promtool: install Prometheus, or name it in COLOPHON_TEST_PROMTOOL");
        promtool = found.orElseThrow();
    }

    @Test
    void readsTheRules() throws Exception {
        run("check", "rules", Repository.files("deploy/prometheus", ".rules.yaml"));
    }

    @Test
    void readsTheConfigurations() throws Exception {
        run("check", "config", Repository.files("deploy/prometheus", "prometheus.yml"));
    }

    @Test
    void firesWhatTheSeriesAskForAndNothingElse() throws Exception {
        run("test", "rules", Repository.files("deploy/prometheus/tests", ".yaml"));
    }

    private static void run(String verb, String noun, List<Path> files) throws IOException, InterruptedException {
        assertThat(files).isNotEmpty();
        List<String> command = new ArrayList<>(List.of(promtool, verb, noun));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
