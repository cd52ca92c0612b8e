package dev.colophon.checks.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A compose file, as far as ours use the format: a field that is not in here is refused, and so is a value of another type. Extension
 * fields ({@code x-…}) are left out, which is what they are for.
 */
record Compose(
        String name,
        Map<String, Part> services,
        Map<String, Map<String, Object>> networks,
        Map<String, Object> volumes) {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)}");

    record Part(
            String image,
            Build build,
            List<String> profiles,
            String user,
            @JsonProperty("read_only") Boolean readOnly,
            @JsonProperty("cap_drop") List<String> capDrop,
            @JsonProperty("security_opt") List<String> securityOpt,
            List<String> tmpfs,
            String restart,
            @JsonProperty("stop_grace_period") String stopGracePeriod,
            @JsonProperty("shm_size") String shmSize,
            @JsonProperty("mem_limit") String memLimit,
            List<String> command,
            List<String> entrypoint,
            Map<String, String> environment,
            List<String> ports,
            List<String> volumes,
            Object networks,
            @JsonProperty("depends_on") Map<String, Dependency> dependsOn,
            Healthcheck healthcheck) {

        List<String> networkNames() {
            return networks instanceof List<?>
                    ? Files.list(networks).stream().map(String::valueOf).toList()
                    : List.copyOf(Files.map(networks).keySet());
        }

        List<Mount> mounts() {
            return volumes == null ? List.of() : volumes.stream().map(Mount::of).toList();
        }
    }

    record Build(String context, String dockerfile, Map<String, String> args) {}

    record Dependency(String condition) {}

    record Healthcheck(
            List<String> test,
            String interval,
            String timeout,
            Integer retries,
            @JsonProperty("start_period") String startPeriod) {}

    record Mount(String source, String target, String mode) {

        static Mount of(String text) {
            String[] parts = text.split(":");
            return new Mount(parts[0], parts[1], parts.length > 2 ? parts[2] : "rw");
        }

        boolean isFile() {
            return source.startsWith(".");
        }
    }

    static Compose read(String file) {
        Map<String, Object> content =
                new TreeMap<>(Files.yaml(Files.at("deploy/compose/" + file)).get(0));
        content.keySet().removeIf(key -> key.startsWith("x-"));
        return STRICT.convertValue(content, Compose.class);
    }

    Part part(String service) {
        return services.get(service);
    }

    /** The text with every variable at its default; those that must be set are 10001. */
    static String resolved(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> match.group(2) == null ? "10001" : match.group(2));
    }
}
