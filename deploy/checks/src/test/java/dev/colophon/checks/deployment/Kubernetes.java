package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The objects that a kustomization makes. */
record Kubernetes(List<Map<String, Object>> objects) {

    private static final Gson GSON = new Gson();

    static Kubernetes base() {
        return new Kubernetes(Kustomization.render(Files.at("deploy/kubernetes/base")));
    }

    static Kubernetes production() {
        return new Kubernetes(Kustomization.render(Files.at("deploy/kubernetes/overlays/production")));
    }

    static Kubernetes database() {
        return new Kubernetes(Kustomization.render(Files.at("deploy/database")));
    }

    List<Map<String, Object>> of(String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .toList();
    }

    Map<String, Object> one(String kind, String name) {
        List<Map<String, Object>> found =
                of(kind).stream().filter(object -> name.equals(nameOf(object))).toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }

    /** The pods that deployments and jobs make. */
    Stream<Map<String, Object>> pods() {
        return objects.stream()
                .map(object -> Files.map(Files.in(object, "spec", "template", "spec")))
                .filter(pod -> !pod.isEmpty());
    }

    /** The variables that a service is started with: those of the map for all, then its own. */
    Map<String, String> environment(String service) {
        Map<String, Object> container = container(service);
        Map<String, String> variables = new LinkedHashMap<>();
        Files.maps(container.get("envFrom"))
                .forEach(from -> Files.map(one("ConfigMap", (String) Files.in(from, "configMapRef", "name"))
                                .get("data"))
                        .forEach((name, value) -> variables.put(name, (String) value)));
        Files.maps(container.get("env"))
                .forEach(one -> variables.put((String) one.get("name"), (String) one.get("value")));
        return variables;
    }

    Map<String, Object> container(String service) {
        return Files.maps(Files.in(one("Deployment", service), "spec", "template", "spec", "containers"))
                .get(0);
    }

    static String nameOf(Map<String, Object> object) {
        return (String) Files.in(object, "metadata", "name");
    }

    /** Fails where a field is unknown, of another type or missing. */
    static void validate(Map<String, Object> object) {
        String[] version = ((String) object.get("apiVersion")).split("/");
        String model = version[version.length - 1].toUpperCase(Locale.ROOT) + object.get("kind");
        try {
            Class.forName("io.kubernetes.client.openapi.models." + model)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, GSON.toJsonTree(object));
        } catch (InvocationTargetException e) {
            throw new AssertionError(
                    object.get("kind") + " " + nameOf(object) + ": "
                            + e.getCause().getMessage(),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Kubernetes knows no " + model, e);
        }
    }
}
