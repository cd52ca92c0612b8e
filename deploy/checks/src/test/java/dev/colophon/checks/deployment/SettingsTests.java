package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTests {

    @TempDir
    Path folder;

    static List<String> services() {
        return Files.services();
    }

    @ParameterizedTest
    @MethodSource("services")
    void composeSetsWhatTheServiceReads(String service) {
        Settings settings = Settings.of(service);
        Map<String, String> environment =
                Compose.read("compose.yaml").part(service).environment();
        assertThat(environment).isNotEmpty();
        environment.forEach(settings::check);
    }

    @ParameterizedTest
    @MethodSource("services")
    void kubernetesSetsTheSameAsCompose(String service) {
        Settings settings = Settings.of(service);
        Map<String, String> production = Kubernetes.production().environment(service);
        production.forEach(settings::check);
        Map<String, String> compose =
                new HashMap<>(Compose.read("compose.yaml").part(service).environment());
        assertThat(Kubernetes.base().environment(service).keySet())
                .as("but for traces, and copies, which compose has no brokers for")
                .isEqualTo(
                        with(without(compose, "MANAGEMENT_OTLP_TRACING_ENDPOINT"), "COLOPHON_TOPICS_REPLICATIONFACTOR")
                                .keySet());
        assertThat(production.keySet()).containsAll(compose.keySet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyFileOfASecretIsASetting(String service) {
        Shell init = Shell.run("bash", "deploy/compose/init", "--secrets", folder.toString());
        assertThat(init.status()).as(init.output()).isZero();
        Settings settings = Settings.of(service);
        List<Path> files = java.util.Arrays.stream(
                        folder.resolve(service).toFile().listFiles())
                .map(java.io.File::toPath)
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(2)
                .allSatisfy(file -> settings.checkProperty(
                        file.getFileName().toString(), Files.text(file).strip()));
    }

    @ParameterizedTest
    @MethodSource("services")
    void refusesWhatNobodyReads(String service) {
        Settings settings = Settings.of(service);
        assertThatThrownBy(() -> settings.check("COLOPHON_DATABASE_HOSTT", "x")).hasMessageContaining("HOSTT");
        assertThatThrownBy(() -> settings.check("COLOPHON_DATABASE_PORT", "many"))
                .isInstanceOf(Exception.class);
        assertThatThrownBy(() -> settings.check("COLOPHON_OUTBOX_GATHER", "soon"))
                .isInstanceOf(Exception.class);
    }

    private static Map<String, String> without(Map<String, String> variables, String name) {
        variables.remove(name);
        return variables;
    }

    private static Map<String, String> with(Map<String, String> variables, String name) {
        variables.put(name, "");
        return variables;
    }
}
