package dev.colophon.cli.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.work.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Connects a source: tries it, keeps it and follows its first sync.",
            "Secrets are read from environment variables or files, and never given as arguments, where others on the"
                    + " machine could read them."
        },
        footer = {
            "",
            "Examples:",
            "  colophon sources add --type github --project Kafka --set owner=apache --set 'repositories=[\"kafka\"]' \\",
            "    --secret token=GITHUB_TOKEN --every PT1H",
            "  colophon sources add --type jira --project Kafka --set base_url=https://example.atlassian.net \\",
            "    --set deployment=cloud --secret email=JIRA_EMAIL --secret api_token=JIRA_TOKEN",
            "  colophon sources add --type github --project Kafka --set owner=apache --secret app_id=APP \\",
            "    --secret installation_id=INSTALLATION --secret-file private_key=app.pem"
        })
final class AddSource implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "git, github or jira.")
    private String type = "";

    @Option(
            names = "--project",
            required = true,
            paramLabel = "NAME",
            description = "The project that gets the items; made where new.")
    private String project = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it. Default: the project's name.")
    private @Nullable String name;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "A field of its configuration: a text, or JSON. May be repeated.")
    private Map<String, String> config = new LinkedHashMap<>();

    @Option(
            names = "--secret",
            paramLabel = "FIELD=VARIABLE",
            description = "A field of its credentials, and the environment variable that holds it. May be repeated.")
    private Map<String, String> secrets = new LinkedHashMap<>();

    @Option(
            names = "--secret-file",
            paramLabel = "FIELD=FILE",
            description = "A field of its credentials, and the file that holds it. May be repeated.")
    private Map<String, Path> secretFiles = new LinkedHashMap<>();

    @Option(names = "--every", paramLabel = "DURATION", description = "Sync again so often, for example PT1H.")
    private @Nullable String every;

    @Option(
            names = "--cron",
            paramLabel = "EXPRESSION",
            description = "Sync at these times, for example '0 6 * * 1-5'.")
    private @Nullable String cron;

    @Option(names = "--zone", paramLabel = "ZONE", description = "The time zone of --cron. Default: UTC.")
    private @Nullable String zone;

    @Option(names = "--no-test", description = "Do not try the connection before.")
    private boolean noTest;

    @Option(names = "--no-sync", description = "Do not sync at once.")
    private boolean noSync;

    @Override
    public Integer call() {
        ObjectNode trial = JsonNodeFactory.instance.objectNode().put("type", type);
        config.forEach((field, value) -> trial.withObject("/config").set(field, value(value)));
        trial.withObject("/config");
        ObjectNode credentials = credentials();
        if (!credentials.isEmpty()) {
            trial.set("credentials", credentials);
        }
        if (!noTest) {
            JsonNode report = stack.api().post(Named.SOURCES + "/test", trial);
            if (!report.path("ok").asBoolean()) {
                return show(stack, report);
            }
            stack.terminal().note("ok: " + report.path("detail").asText());
        }
        JsonNode made = stack.api().post(Named.SOURCES, request(trial));
        tell(made);
        return noSync ? ExitCode.OK : SyncSource.sync(stack, made, false, false);
    }

    private ObjectNode request(ObjectNode trial) {
        ObjectNode request = trial.deepCopy();
        JsonNode target = new Projects(stack.api()).namedOrNew(project, "Filled by " + type);
        request.put("project_id", target.path("id").asText());
        request.put("name", name == null ? project : name);
        if (every != null && cron != null) {
            throw new CommandFailure(ExitCode.USAGE, "give --every or --cron, not both");
        }
        if (every != null) {
            request.put("schedule", every);
        } else if (cron != null) {
            request.putObject("schedule").put("cron", cron).put("zone", zone == null ? "UTC" : zone);
        }
        return request;
    }

    private ObjectNode credentials() {
        ObjectNode credentials = JsonNodeFactory.instance.objectNode();
        secrets.forEach((field, variable) -> credentials.put(
                field,
                StackOptions.environment(variable)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.USAGE, "the environment variable " + variable + " is not set"))));
        secretFiles.forEach((field, file) -> credentials.put(field, content(file)));
        return credentials;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** JSON where it is some, else the text. */
    private static JsonNode value(String given) {
        try {
            JsonNode read = JSON.readTree(given);
            return read.isContainerNode() || read.isBoolean() ? read : JsonNodeFactory.instance.textNode(given);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(given);
        }
    }

    private void tell(JsonNode made) {
        if (stack.json() && noSync) {
            stack.terminal().json(made);
            return;
        }
        stack.terminal()
                .note("connected " + made.path("name").asText() + ", "
                        + made.path("id").asText());
        JsonNode webhook = made.path("webhook");
        if (webhook.path("secret").isTextual()) {
            stack.terminal()
                    .note("webhooks go to " + stack.api().url()
                            + webhook.path("path").asText() + ", signed with "
                            + webhook.path("secret").asText() + " (shown this once)");
        }
    }

    static int show(StackOptions stack, JsonNode report) {
        if (!report.path("ok").asBoolean()) {
            stack.tell(report, () -> "colophon: " + report.path("detail").asText());
            return ExitCode.FAILURE;
        }
        stack.show(report, () -> {
            StringBuilder text =
                    new StringBuilder("ok: " + report.path("detail").asText());
            report.path("facts").properties().forEach(fact -> text.append(System.lineSeparator())
                    .append("  ")
                    .append(fact.getKey())
                    .append(": ")
                    .append(fact.getValue().asText()));
            return text;
        });
        return ExitCode.OK;
    }
}
