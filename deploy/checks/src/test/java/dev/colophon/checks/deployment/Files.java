package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The repository's files as tests look at them. */
final class Files {

    static final Path ROOT = root();

    private static final Pattern MODULE = Pattern.compile("<module>(\\w+-service)</module>");

    private Files() {}

    static Path at(String path) {
        Path file = ROOT.resolve(path);
        assertThat(file).exists();
        return file;
    }

    static String text(Path file) {
        try {
            return java.nio.file.Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every document of a file; a key that comes twice is an error. */
    static List<Map<String, Object>> yaml(Path file) {
        return yamlOf(text(file));
    }

    static List<Map<String, Object>> yamlOf(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(200);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .map(Files::map)
                .toList();
    }

    /** Lines of the form {@code NAME=value}. */
    static Map<String, String> environment(Path file) {
        Map<String, String> variables = new LinkedHashMap<>();
        text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] parts = line.split("=", 2);
                    assertThat(parts).as("%s: %s", file, line).hasSize(2);
                    variables.put(parts[0], parts[1]);
                });
        return variables;
    }

    static List<Path> below(String folder, String ending) {
        try (Stream<Path> files = java.nio.file.Files.walk(at(folder))) {
            return files.filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/node_modules/")
                            && file.toString().endsWith(ending)
                            && java.nio.file.Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The services of the reactor. */
    static List<String> services() {
        return MODULE.matcher(text(at("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    static List<Map<String, Object>> maps(Object value) {
        return list(value).stream().map(Files::map).toList();
    }

    /** What lies at a path of keys below {@code value}, null where a step is missing. */
    static Object in(Object value, String... keys) {
        Object found = value;
        for (String key : keys) {
            found = found == null ? null : map(found).get(key);
        }
        return found;
    }

    /** A copy whose keys are in order, so that two can be compared and merged. */
    static Map<String, Object> copy(Map<String, Object> value) {
        Map<String, Object> copy = new TreeMap<>();
        value.forEach((key, one) -> copy.put(key, copyOf(one)));
        return copy;
    }

    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?>) {
            return copy(map(value));
        }
        if (value instanceof List<?> values) {
            return new java.util.ArrayList<>(values.stream().map(Files::copyOf).toList());
        }
        return value;
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (java.nio.file.Files.isDirectory(folder.resolve("deploy/kubernetes"))
                    && java.nio.file.Files.isDirectory(folder.resolve("platform"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not in the repository");
    }
}
