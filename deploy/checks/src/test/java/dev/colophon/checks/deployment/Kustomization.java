package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a kustomization makes, for those of Kustomize's features that ours use; others are refused. Names of generated config maps
 * stay without the digest that Kustomize adds.
 */
final class Kustomization {

    private static final Set<String> FEATURES = Set.of(
            "apiVersion", "kind", "namespace", "resources", "components", "images", "configMapGenerator", "patches");

    /** By which the elements of these lists are told apart when one is laid over another; all other lists are replaced. */
    private static final Map<String, String> KEYS =
            Map.of("containers", "name", "volumes", "name", "env", "name", "volumeMounts", "mountPath");

    private final List<Map<String, Object>> objects = new ArrayList<>();

    private Kustomization() {}

    static List<Map<String, Object>> render(Path folder) {
        Kustomization kustomization = new Kustomization();
        kustomization.apply(folder);
        return kustomization.objects;
    }

    private void apply(Path folder) {
        Map<String, Object> file =
                Files.yaml(folder.resolve("kustomization.yaml")).get(0);
        assertThat(FEATURES).as("features that are checked").containsAll(file.keySet());
        for (Object resource : Files.list(file.get("resources"))) {
            Path path = folder.resolve((String) resource).normalize();
            assertThat(path).as("resource of %s", folder).exists();
            if (java.nio.file.Files.isDirectory(path)) {
                objects.addAll(render(path));
            } else {
                Files.yaml(path).forEach(object -> objects.add(Files.copy(object)));
            }
        }
        for (Object component : Files.list(file.get("components"))) {
            apply(folder.resolve((String) component).normalize());
        }
        Files.maps(file.get("configMapGenerator")).forEach(generator -> generate(folder, generator));
        Files.maps(file.get("patches")).forEach(patch -> patch(folder, patch));
        Files.maps(file.get("images")).forEach(this::rename);
        if (file.get("namespace") != null) {
            objects.stream()
                    .filter(object -> !"Namespace".equals(object.get("kind")))
                    .forEach(object -> Files.map(object.get("metadata")).put("namespace", file.get("namespace")));
        }
    }

    private void generate(Path folder, Map<String, Object> generator) {
        assertThat(Set.of("name", "envs", "files", "behavior")).containsAll(generator.keySet());
        Map<String, Object> data = new LinkedHashMap<>();
        Files.list(generator.get("envs"))
                .forEach(envs -> data.putAll(Files.environment(folder.resolve((String) envs))));
        Files.list(generator.get("files"))
                .forEach(file -> data.put((String) file, Files.text(folder.resolve((String) file))));
        if ("merge".equals(generator.get("behavior"))) {
            Files.map(find("ConfigMap", (String) generator.get("name")).get("data"))
                    .putAll(data);
        } else {
            objects.add(Files.copy(Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    Map.of("name", generator.get("name")),
                    "data",
                    data)));
        }
    }

    private void patch(Path folder, Map<String, Object> patch) {
        assertThat(Set.of("path", "target")).containsAll(patch.keySet());
        Map<String, Object> overlay =
                Files.yaml(folder.resolve((String) patch.get("path"))).get(0);
        Object target = Files.in(patch, "target", "kind");
        if (target == null) {
            merge(find((String) overlay.get("kind"), (String) Files.in(overlay, "metadata", "name")), overlay);
        } else {
            Map<String, Object> anonymous = Files.copy(overlay);
            anonymous.remove("metadata");
            objects.stream()
                    .filter(object -> target.equals(object.get("kind")))
                    .forEach(object -> merge(object, anonymous));
        }
    }

    private Map<String, Object> find(String kind, String name) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")) && name.equals(Files.in(object, "metadata", "name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing to lay " + kind + " " + name + " over"));
    }

    private void rename(Map<String, Object> image) {
        long[] renamed = {0};
        containers().forEach(container -> {
            String[] parts = ((String) container.get("image")).split(":");
            if (parts[0].equals(image.get("name"))) {
                container.put("image", image.get("newName") + ":" + image.get("newTag"));
                renamed[0]++;
            }
        });
        assertThat(renamed[0]).as("uses of image %s", image.get("name")).isPositive();
    }

    private List<Map<String, Object>> containers() {
        return objects.stream()
                .flatMap(object -> Files.maps(Files.in(object, "spec", "template", "spec", "containers")).stream())
                .toList();
    }

    private static void merge(Map<String, Object> under, Map<String, Object> over) {
        Files.copy(over).forEach((key, value) -> {
            Object old = under.get(key);
            if (old instanceof Map<?, ?> && value instanceof Map<?, ?>) {
                merge(Files.map(old), Files.map(value));
            } else if (old instanceof List<?> && KEYS.containsKey(key)) {
                mergeLists(Files.list(old), Files.maps(value), KEYS.get(key));
            } else {
                under.put(key, value);
            }
        });
    }

    private static void mergeLists(List<Object> under, List<Map<String, Object>> over, String key) {
        for (Map<String, Object> element : over) {
            under.stream()
                    .map(Files::map)
                    .filter(old -> element.get(key).equals(old.get(key)))
                    .findFirst()
                    .ifPresentOrElse(old -> merge(old, element), () -> under.add(element));
        }
    }
}
