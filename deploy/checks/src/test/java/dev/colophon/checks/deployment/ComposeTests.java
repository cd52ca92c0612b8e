package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.checks.deployment.Compose.Dependency;
import dev.colophon.checks.deployment.Compose.Mount;
import dev.colophon.checks.deployment.Compose.Part;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposeTests {

    private static final Pattern ADDRESS = Pattern.compile("(?:^|//|@)([a-z][a-z0-9-]*):(\\d+)");

    private final Compose compose = Compose.read("compose.yaml");
    private final List<String> services = Files.services();

    @Test
    void startsEveryServiceOfTheReactorAndASecondOneOfEach() {
        assertThat(services).hasSize(5);
        for (String service : services) {
            Part first = compose.part(service);
            Part second = compose.part(service + "-2");
            assertThat(first.profiles()).as(service).isNull();
            assertThat(second.profiles()).containsExactly("pair");
            assertThat(second.image()).isEqualTo(first.image()).contains("colophon/" + service + ":");
            assertThat(second.environment()).isEqualTo(first.environment());
            assertThat(Files.in(second.networks(), "inside", "aliases")).isEqualTo(List.of(service));
            assertThat(first.build().args()).containsEntry("SERVICE", service);
        }
    }

    @Test
    void namesOnlyFilesNetworksVolumesAndServicesThatAreThere() {
        Path folder = Files.at("deploy/compose");
        Set<String> used = new LinkedHashSet<>();
        compose.services().forEach((name, part) -> {
            assertThat(part.networkNames())
                    .as(name)
                    .isNotEmpty()
                    .isSubsetOf(compose.networks().keySet());
            for (Mount mount : part.mounts()) {
                if (!mount.isFile()) {
                    used.add(mount.source());
                } else if (!mount.source().startsWith("./secrets")) {
                    assertThat(folder.resolve(mount.source())).as(name).exists();
                    assertThat(mount.mode()).isEqualTo("ro");
                }
            }
            if (part.dependsOn() != null) {
                assertThat(compose.services().keySet())
                        .as(name)
                        .containsAll(part.dependsOn().keySet());
            }
            if (part.build() != null) {
                Path context = folder.resolve(part.build().context()).normalize();
                assertThat(context).isEqualTo(Files.ROOT);
                assertThat(context.resolve(part.build().dockerfile())).exists();
            }
        });
        assertThat(used).containsExactlyInAnyOrderElementsOf(compose.volumes().keySet());
    }

    @Test
    void waitsForWhatSaysThatItIsReadyOrDone() {
        compose.services().forEach((name, part) -> {
            Map<String, Dependency> needs = part.dependsOn() == null ? Map.of() : part.dependsOn();
            needs.forEach((needed, dependency) -> {
                switch (dependency.condition()) {
                    case "service_healthy" ->
                        assertThat(compose.part(needed).healthcheck())
                                .as("%s of %s", needed, name)
                                .isNotNull();
                    case "service_completed_successfully" ->
                        assertThat(compose.part(needed).restart()).isEqualTo("on-failure");
                    default -> throw new AssertionError(name + " waits for " + dependency);
                }
            });
        });
        for (String service : services) {
            assertThat(compose.part(service).dependsOn()).containsOnlyKeys("provision", "kafka");
        }
    }

    @Test
    void publishesTheGatewayAndNothingElse() {
        compose.services().forEach((name, part) -> {
            if (name.startsWith("gateway-service")) {
                assertThat(part.ports()).hasSize(1);
                assertThat(Compose.resolved(part.ports().get(0)))
                        .startsWith("127.0.0.1:")
                        .endsWith(":8080");
            } else {
                assertThat(part.ports()).as(name).isNull();
            }
        });
        Compose ports = Compose.read("ports.yaml");
        assertThat(compose.services()).containsKeys(ports.services().keySet().toArray(String[]::new));
        ports.services().forEach((name, part) -> {
            assertThat(part.networkNames()).isSubsetOf(compose.networks().keySet());
            part.ports().forEach(port -> assertThat(port).as(name).startsWith("127.0.0.1:"));
        });
    }

    @Test
    void callsEveryPartWhereItListens() {
        Map<String, Set<String>> listening = services.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> Set.of(compose.part(name).environment().get("SERVER_PORT"))));
        listening.put("kafka", Set.of("9092", "9093"));
        listening.put("tempo", Set.of("4318", "3200"));
        listening.put("prometheus", Set.of("9090"));
        assertThat(listening.values()).doesNotHaveDuplicates();
        Stream.concat(
                        compose.services().values().stream()
                                .filter(part -> part.environment() != null)
                                .flatMap(part -> part.environment().values().stream()),
                        Stream.of(Files.text(Files.at("deploy/compose/observe/grafana-datasources.yaml"))))
                .flatMap(value -> ADDRESS.matcher(value).results())
                .forEach(address -> assertThat(listening.getOrDefault(address.group(1), Set.of()))
                        .as(address.group())
                        .contains(address.group(2)));
    }

    @Test
    void scrapesEveryServiceAtItsPort() {
        Object jobs = Files.yaml(Files.at("deploy/compose/observe/prometheus.yaml"))
                .get(0)
                .get("scrape_configs");
        Map<Object, Object> scraped = Files.maps(jobs).stream()
                .collect(Collectors.toMap(job -> job.get("job_name"), job -> {
                    assertThat(job).containsEntry("metrics_path", "/actuator/prometheus");
                    Map<String, Object> found =
                            Files.maps(job.get("dns_sd_configs")).get(0);
                    assertThat(found.get("names")).isEqualTo(List.of(job.get("job_name")));
                    return String.valueOf(found.get("port"));
                }));
        for (String service : services) {
            assertThat(scraped)
                    .containsEntry(service, compose.part(service).environment().get("SERVER_PORT"));
        }
    }

    @Test
    void showsDashboardsAndRulesThatAreThere() throws Exception {
        JsonMapper json = new JsonMapper();
        List<Path> dashboards = Files.below("deploy/grafana", ".json");
        assertThat(dashboards).isNotEmpty();
        Set<String> ids = new LinkedHashSet<>();
        for (Path dashboard : dashboards) {
            assertThat(ids.add(json.readTree(dashboard.toFile()).path("uid").asText()))
                    .as("%s has a uid of its own", dashboard)
                    .isTrue();
        }
        assertThat(Files.below("deploy/prometheus", ".rules.yaml"))
                .isNotEmpty()
                .allSatisfy(rules -> assertThat(Files.yaml(rules).get(0)).containsKey("groups"));
        Object provider = Files.yaml(Files.at("deploy/compose/observe/grafana-dashboards.yaml"))
                .get(0)
                .get("providers");
        assertThat(compose.part("grafana").mounts())
                .contains(new Mount(
                        "../grafana", (String) Files.in(Files.maps(provider).get(0), "options", "path"), "ro"));
        assertThat(compose.part("prometheus").mounts())
                .contains(new Mount("../prometheus", "/etc/prometheus/rules", "ro"));
    }

    @Test
    void givesContainersNoMoreThanTheyNeed() {
        compose.services().forEach((name, part) -> {
            assertThat(part.networkNames()).as(name).contains("inside");
            if (!Set.of("kafka", "postgres").contains(name)) {
                assertThat(part.readOnly()).as(name).isTrue();
                assertThat(part.capDrop()).containsExactly("ALL");
                assertThat(part.securityOpt()).containsExactly("no-new-privileges:true");
            }
            assertThat(part.image()).as(name).matches("[a-z0-9/-]+:.+").doesNotEndWith(":latest");
        });
        assertThat(compose.networks().get("inside")).containsEntry("internal", true);
        for (String service : services) {
            assertThat(Compose.resolved(compose.part(service).user())).isEqualTo("10001:0");
            assertThat(compose.part(service).tmpfs()).containsExactly("/tmp:exec,mode=1777,size=512m");
        }
    }

    @Test
    void tellsSecretsByFilesOnly() {
        compose.services().forEach((name, part) -> {
            if (part.environment() != null) {
                part.environment().forEach((variable, value) -> {
                    if (variable.matches(".*(PASSWORD|SECRETS|KEY).*")
                            && !variable.equals("COLOPHON_SECRETS_ACTIVEKEY")) {
                        assertThat(value).as("%s of %s", variable, name).startsWith("/run/secrets");
                    }
                });
            }
            part.mounts().stream()
                    .filter(mount -> mount.source().startsWith("./secrets"))
                    .forEach(mount -> {
                        assertThat(mount.mode()).as(name).isEqualTo("ro");
                        if (services.contains(name)) {
                            assertThat(List.of("./secrets/" + name, "./secrets/operator"))
                                    .contains(mount.source());
                        }
                    });
        });
    }

    @Test
    void refusesAFieldThatComposeDoesNotKnow() {
        assertThatThrownBy(() -> new JsonMapper().convertValue(Map.of("imagee", "x"), Part.class))
                .hasMessageContaining("imagee");
    }
}
