package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/** The properties that a service understands: its own, the platform's and Spring Boot's, as their annotation processors wrote them down. */
final class Settings {

    /** What the virtual machine and the C library read themselves. */
    private static final Set<String> NOT_OURS = Set.of("JAVA_TOOL_OPTIONS", "MALLOC_ARENA_MAX");

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> types = new TreeMap<>();
    private final ClassLoader classes;

    private Settings(String service) throws IOException {
        List<URL> folders = new ArrayList<>();
        for (Path folder : folders(service)) {
            folders.add(folder.toUri().toURL());
        }
        classes = new URLClassLoader(folders.toArray(URL[]::new), Settings.class.getClassLoader());
        for (URL metadata : Collections.list(classes.getResources(METADATA))) {
            for (JsonNode property : JSON.readTree(metadata).path("properties")) {
                types.put(property.path("name").asText(), property.path("type").asText("java.lang.String"));
            }
        }
        assertThat(types).containsKeys("spring.kafka.bootstrap-servers", "colophon.database.host", "server.port");
    }

    static Settings of(String service) {
        try {
            return new Settings(service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> platform() throws IOException {
        try (Stream<Path> modules = java.nio.file.Files.list(Files.at("platform"))) {
            return modules.map(module -> module.resolve("target/classes")).toList().stream();
        }
    }

    private static List<Path> folders(String service) throws IOException {
        return Stream.concat(platform(), Stream.of(Files.at(service).resolve("target/classes")))
                .filter(java.nio.file.Files::isDirectory)
                .toList();
    }

    /** Fails where nobody reads the variable, or nobody can read its value. */
    void check(String variable, String value) {
        if (NOT_OURS.contains(variable)) {
            return;
        }
        String property = propertyOf(variable)
                .orElseThrow(() -> new AssertionError("no property is set by the environment's " + variable));
        bind(property, value);
    }

    /** The same for a property by its own name, as files of a tree have it. */
    void checkProperty(String property, String value) {
        assertThat(types.keySet())
                .as("properties")
                .anyMatch(known -> known.equals(property) || isMap(known) && property.startsWith(known + "."));
        bind(property, value);
    }

    private Optional<String> propertyOf(String variable) {
        return types.keySet().stream()
                .filter(property -> variable.equals(environmentOf(property)))
                .findFirst()
                .or(() -> types.keySet().stream()
                        .filter(this::isMap)
                        .filter(property -> variable.startsWith(environmentOf(property) + "_"))
                        .findFirst()
                        .map(property -> property + "."
                                + variable.substring(environmentOf(property).length() + 1)
                                        .toLowerCase(Locale.ROOT)));
    }

    private static String environmentOf(String property) {
        return property.replace(".", "_").replace("-", "").toUpperCase(Locale.ROOT);
    }

    private boolean isMap(String property) {
        return types.getOrDefault(property, "").startsWith("java.util.Map<");
    }

    private void bind(String property, String value) {
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(property, value)));
        assertThat(binder.bind(property, Bindable.of(ResolvableType.forClass(typeOf(property))))
                        .isBound())
                .as("%s=%s", property, value)
                .isTrue();
    }

    private Class<?> typeOf(String property) {
        String type = types.getOrDefault(property, "java.lang.String").replaceAll("<.*", "");
        try {
            Class<?> found = Class.forName(type, false, classes);
            return found.isInterface() ? String[].class : found;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(property + " is of an unknown type " + type, e);
        }
    }
}
