package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesTests {

    private static final Kubernetes BASE = Kubernetes.base();
    private static final Kubernetes PRODUCTION = Kubernetes.production();
    private static final Kubernetes DATABASE = Kubernetes.database();
    private static final Set<String> PROBED = Set.of("/actuator/health/liveness", "/actuator/health/readiness");

    @TempDir
    Path folder;

    static List<String> services() {
        return Files.services();
    }

    @Test
    void consistsOfObjectsThatKubernetesKnows() {
        Stream.of(BASE, PRODUCTION, DATABASE)
                .flatMap(all -> all.objects().stream())
                .forEach(Kubernetes::validate);
    }

    @Test
    void refusesAFieldThatKubernetesDoesNotKnow() {
        Map<String, Object> deployment = Files.copy(BASE.one("Deployment", "usage-service"));
        Map<String, Object> container = Files.maps(Files.in(deployment, "spec", "template", "spec", "containers"))
                .get(0);
        Files.map(Files.in(container, "livenessProbe", "httpGet")).put("pathh", "/");
        assertThatThrownBy(() -> Kubernetes.validate(deployment)).hasMessageContaining("pathh");
    }

    @Test
    void makesEachObjectOnce() {
        for (Kubernetes all : List.of(BASE, PRODUCTION, DATABASE)) {
            assertThat(all.objects().stream().map(object -> object.get("kind") + "/" + Kubernetes.nameOf(object)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void runsEveryServiceOfTheReactor() {
        assertThat(BASE.of("Deployment").stream().map(Kubernetes::nameOf))
                .containsExactlyInAnyOrderElementsOf(services());
    }

    @ParameterizedTest
    @MethodSource("services")
    void looksAtTheServiceWhereItListens(String service) {
        Map<String, Object> container = BASE.container(service);
        Map<String, Object> port = Files.maps(container.get("ports")).get(0);
        String number = String.valueOf(port.get("containerPort"));
        assertThat(port).containsEntry("name", "http");
        assertThat(BASE.environment(service))
                .containsEntry("SERVER_PORT", number)
                .containsEntry(
                        "SERVER_PORT",
                        Compose.read("compose.yaml").part(service).environment().get("SERVER_PORT"));
        assertThat(Files.in(BASE.one("Deployment", service), "spec", "template", "metadata", "annotations"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("prometheus.io/port", number)
                .containsEntry("prometheus.io/path", "/actuator/prometheus");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(Files.in(container, probe, "httpGet", "port")).as(probe).isEqualTo("http");
            assertThat(PROBED).contains((String) Files.in(container, probe, "httpGet", "path"));
        }
        assertThat(Files.in(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
        assertThat(Files.in(container, "livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
    }

    @ParameterizedTest
    @MethodSource("services")
    void hasEverythingThatBelongsToAService(String service) {
        Map<String, Object> labels = Map.of("app.kubernetes.io/name", service);
        Map<String, Object> deployment = BASE.one("Deployment", service);
        assertThat(Files.map(Files.in(deployment, "spec", "template", "metadata", "labels")))
                .containsAllEntriesOf(labels);
        assertThat(Files.in(deployment, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(deployment.get("spec"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .doesNotContainKey("replicas");
        assertThat(Files.in(deployment, "spec", "template", "spec", "serviceAccountName"))
                .isEqualTo(service);
        BASE.one("ServiceAccount", service);
        Map<String, Object> address = BASE.one("Service", service);
        assertThat(Files.in(address, "spec", "selector")).isEqualTo(labels);
        assertThat(Files.maps(Files.in(address, "spec", "ports")).get(0))
                .containsEntry("targetPort", "http")
                .containsEntry(
                        "port",
                        Files.maps(BASE.container(service).get("ports")).get(0).get("containerPort"));
        assertThat(Files.in(BASE.one("PodDisruptionBudget", service), "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        for (Kubernetes all : List.of(BASE, PRODUCTION)) {
            Map<String, Object> scaler = all.one("HorizontalPodAutoscaler", service);
            assertThat(Files.in(scaler, "spec", "scaleTargetRef", "name")).isEqualTo(service);
            assertThat((Integer) Files.in(scaler, "spec", "minReplicas")).isGreaterThanOrEqualTo(2);
            assertThat((Integer) Files.in(scaler, "spec", "maxReplicas"))
                    .as("more instances than partitions would have nothing to read")
                    .isBetween(2, 12);
        }
        assertThat((String) BASE.container(service).get("image"))
                .isEqualTo(Compose.resolved(
                        Compose.read("compose.yaml").part(service).image()));
        assertThat((String) PRODUCTION.container(service).get("image")).endsWith("/colophon/" + service + ":0.1.0");
    }

    @Test
    void givesPodsNoMoreThanTheyNeed() {
        Stream.of(BASE, DATABASE).flatMap(Kubernetes::pods).forEach(pod -> {
            assertThat(pod)
                    .containsEntry("automountServiceAccountToken", false)
                    .containsEntry("enableServiceLinks", false);
            assertThat(Files.map(pod.get("securityContext")))
                    .containsEntry("runAsNonRoot", true)
                    .containsEntry("runAsUser", 10001);
            assertThat(Files.in(pod, "securityContext", "seccompProfile", "type"))
                    .isEqualTo("RuntimeDefault");
            Map<String, Object> container = Files.maps(pod.get("containers")).get(0);
            assertThat(Files.map(container.get("securityContext")))
                    .containsEntry("readOnlyRootFilesystem", true)
                    .containsEntry("allowPrivilegeEscalation", false);
            assertThat(Files.in(container, "securityContext", "capabilities", "drop"))
                    .isEqualTo(List.of("ALL"));
            assertThat(Files.in(container, "resources", "limits", "memory")).isNotNull();
            assertThat(Files.in(container, "resources", "requests", "cpu")).isNotNull();
        });
    }

    @Test
    void mountsOnlyWhatIsThereAndUsesAllOfIt() {
        Shell init = Shell.run("bash", "deploy/compose/init", "--secrets", folder.toString());
        assertThat(init.status()).as(init.output()).isZero();
        for (Kubernetes all : List.of(BASE, DATABASE)) {
            all.pods().forEach(pod -> {
                List<Map<String, Object>> volumes = Files.maps(pod.get("volumes"));
                Map<String, Object> container =
                        Files.maps(pod.get("containers")).get(0);
                assertThat(names(volumes)).isEqualTo(names(Files.maps(container.get("volumeMounts"))));
                volumes.forEach(volume -> checkVolume(all, volume));
            });
        }
    }

    private void checkVolume(Kubernetes all, Map<String, Object> volume) {
        if (volume.get("configMap") != null) {
            all.one("ConfigMap", (String) Files.in(volume, "configMap", "name"));
        }
        String secret = (String) Files.in(volume, "secret", "secretName");
        if (secret != null && !secret.equals("colophon-postgres")) {
            Path made = folder.resolve(secret.substring("colophon-".length()));
            assertThat(made).as("secret %s is one that init makes", secret).isDirectory();
            Files.maps(Files.in(volume, "secret", "items"))
                    .forEach(item ->
                            assertThat(made.resolve((String) item.get("key"))).exists());
        }
    }

    private static Set<Object> names(List<Map<String, Object>> named) {
        return named.stream().map(one -> one.get("name")).collect(Collectors.toSet());
    }

    @Test
    void stopsNoServiceBeforeItHasStopped() {
        for (String service : services()) {
            int grace = (Integer) Files.in(
                    BASE.one("Deployment", service), "spec", "template", "spec", "terminationGracePeriodSeconds");
            List<Object> wait =
                    Files.list(Files.in(BASE.container(service), "lifecycle", "preStop", "exec", "command"));
            String settings = Files.text(Files.at("platform/web/src/main/resources/colophon-web.yaml"));
            assertThat(settings).contains("timeout-per-shutdown-phase: 20s");
            assertThat(grace).isGreaterThanOrEqualTo(Integer.parseInt((String) wait.get(1)) + 3 * 20);
        }
    }

    @Test
    void deniesWhatNoPolicyAllows() {
        for (Kubernetes all : List.of(BASE, PRODUCTION)) {
            Map<String, Object> nothing = all.one("NetworkPolicy", "nothing");
            assertThat(Files.in(nothing, "spec", "podSelector")).isEqualTo(Map.of());
            assertThat(Files.in(nothing, "spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
            assertThat(Files.map(nothing.get("spec"))).doesNotContainKeys("ingress", "egress");
        }
    }

    @Test
    void letsServicesReachWhatTheirSettingsName() {
        for (String service : services()) {
            BASE.environment(service).values().stream()
                    .filter(value -> value.startsWith("http://"))
                    .forEach(url -> {
                        String[] address = url.substring("http://".length()).split(":");
                        assertThat(mayCall(service, address[0], Integer.parseInt(address[1])))
                                .as("%s calls %s", service, url)
                                .isTrue();
                    });
        }
        assertThat(mayCall("etl-service", "usage-service", 8084)).isFalse();
        assertThat(mayCall("usage-service", "metadata-service", 8081)).isFalse();
    }

    /** Whether a policy of the caller lets out and one of the called lets in. */
    private static boolean mayCall(String from, String to, int port) {
        boolean out = policies(from)
                .flatMap(policy -> Files.maps(Files.in(policy, "spec", "egress")).stream())
                .anyMatch(rule ->
                        Files.maps(rule.get("to")).stream().anyMatch(peer -> selects(peer.get("podSelector"), to))
                                && Files.maps(rule.get("ports")).stream()
                                        .anyMatch(one -> one.get("port").equals(port)));
        boolean in = policies(to)
                .flatMap(policy -> Files.maps(Files.in(policy, "spec", "ingress")).stream())
                .anyMatch(rule ->
                        Files.maps(rule.get("from")).stream().anyMatch(peer -> selects(peer.get("podSelector"), from)));
        return out && in;
    }

    private static Stream<Map<String, Object>> policies(String service) {
        return BASE.of("NetworkPolicy").stream()
                .filter(policy -> selects(Files.in(policy, "spec", "podSelector"), service));
    }

    private static boolean selects(Object selector, String service) {
        if (selector == null) {
            return false;
        }
        Object name = Files.in(selector, "matchLabels", "app.kubernetes.io/name");
        return service.equals(name)
                || Files.maps(Files.in(selector, "matchExpressions")).stream()
                        .anyMatch(one -> Files.list(one.get("values")).contains(service));
    }

    @Test
    void scalesByMetricsThatTheAdapterHasARuleFor() {
        Object rules = Files.in(
                Files.yaml(Files.at("deploy/kubernetes/components/autoscale-on-lag/prometheus-adapter.values.yaml"))
                        .get(0),
                "rules",
                "external");
        Set<Object> known = Files.maps(rules).stream()
                .map(rule -> Files.in(rule, "name", "as"))
                .collect(Collectors.toSet());
        Set<Object> used = PRODUCTION.of("HorizontalPodAutoscaler").stream()
                .flatMap(scaler -> Files.maps(Files.in(scaler, "spec", "metrics")).stream())
                .filter(metric -> "External".equals(metric.get("type")))
                .map(metric -> Files.in(metric, "external", "metric", "name"))
                .collect(Collectors.toSet());
        assertThat(used).isEqualTo(known).hasSize(3);
    }

    @Test
    void leadsFromOutsideToTheGateway() {
        Map<String, Object> ingress = PRODUCTION.one("Ingress", "gateway");
        Object paths = Files.in(Files.maps(Files.in(ingress, "spec", "rules")).get(0), "http", "paths");
        Map<String, Object> service = Files.map(Files.in(Files.maps(paths).get(0), "backend", "service"));
        assertThat(service).containsEntry("name", "gateway-service");
        assertThat(Files.in(service, "port", "name")).isEqualTo("http");
    }

    /** The resolver above stands in for Kustomize where that is not installed. */
    @ParameterizedTest
    @MethodSource("kustomizations")
    void resolvesAsKustomizeDoes(String kustomization) {
        assumeTrue(Shell.has("kubectl"), "skipped: kubectl is not installed");
        Shell rendered = Shell.run("kubectl", "kustomize", kustomization);
        assertThat(rendered.status()).as(rendered.output()).isZero();
        String plain =
                rendered.output().replaceAll("name: (colophon-(?:settings|provision))-[0-9a-z]{10}\\b", "name: $1");
        assertThat(comparable(Files.yamlOf(plain)))
                .isEqualTo(comparable(Kustomization.render(Files.at(kustomization))));
    }

    static List<String> kustomizations() {
        return List.of("deploy/kubernetes/base", "deploy/kubernetes/overlays/production", "deploy/database");
    }

    private static Set<String> comparable(List<Map<String, Object>> objects) {
        return objects.stream()
                .map(KubernetesTests::ordered)
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lists in the order of what they say: where a merge puts an element means nothing here. */
    private static Object ordered(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> ordered = new java.util.TreeMap<>();
            map.forEach((key, one) -> ordered.put((String) key, ordered(one)));
            return ordered;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(KubernetesTests::ordered)
                    .map(String::valueOf)
                    .sorted()
                    .toList();
        }
        return value;
    }
}
