package dev.colophon.cli.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.api.Named;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Adds an integration.",
            "A key is read from an environment variable or from standard input, and never given as an argument, where"
                    + " others on the machine could read it."
        },
        footer = {
            "",
            "Examples:",
            "  colophon integrations add --type openai --name OpenAI --model gpt-4o-mini --key-env OPENAI_API_KEY",
            "  pass show litellm | colophon integrations add --type openai_compatible --subtype gateway \\",
            "    --name LiteLLM --base-url https://llm.example.org/v1 --key-stdin"
        })
final class AddIntegration implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "openai, azure_openai, gemini, anthropic, openai_compatible or local.")
    private String type = "";

    @Option(
            names = "--subtype",
            paramLabel = "SUBTYPE",
            defaultValue = "llm",
            description = "llm, embedding, or gateway for both. Default: ${DEFAULT-VALUE}.")
    private String subtype = "llm";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What to call it.")
    private String name = "";

    @Option(names = "--base-url", paramLabel = "URL", description = "Where it is, unless at its public address.")
    private @Nullable String baseUrl;

    @Option(names = "--model", paramLabel = "MODEL", description = "The model to ask.")
    private @Nullable String model;

    @Option(names = "--deployment", paramLabel = "NAME", description = "The deployment, for azure_openai.")
    private @Nullable String deployment;

    @Option(names = "--dimensions", paramLabel = "N", description = "Numbers in a vector.")
    private @Nullable Integer dimensions;

    @Option(names = "--fallback", paramLabel = "NAME", description = "The integration to ask when this one fails.")
    private @Nullable String fallback;

    @Option(
            names = "--key-env",
            paramLabel = "VARIABLE",
            description = "The environment variable that holds the API key.")
    private @Nullable String keyVariable;

    @Option(names = "--key-stdin", description = "Read the API key from standard input.")
    private boolean keyFromInput;

    @Override
    public Integer call() {
        Api api = stack.api();
        JsonNode made = api.post(Named.INTEGRATIONS, body(api));
        if (stack.json()) {
            stack.terminal().json(made);
        } else {
            stack.terminal().print(made.path("id").asText());
            stack.terminal()
                    .note("added; `colophon integrations test "
                            + made.path("name").asText() + "` tries it");
        }
        return ExitCode.OK;
    }

    private ObjectNode body(Api api) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("subtype", subtype)
                .put("name", name);
        if (baseUrl != null) {
            body.put("base_url", baseUrl);
        }
        if (fallback != null) {
            JsonNode target = Named.integrations(api).find(fallback);
            body.put("fallback_integration_id", target.path("id").asText());
        }
        ObjectNode settings = body.putObject("model_config");
        if (model != null) {
            settings.put("model", model);
        }
        if (deployment != null) {
            settings.put("deployment", deployment);
        }
        if (dimensions != null) {
            settings.put("dimensions", dimensions);
        }
        key().ifPresent(key -> body.putObject("credentials").put("api_key", key));
        return body;
    }

    private Optional<String> key() {
        if (keyVariable != null && keyFromInput) {
            throw new CommandFailure(ExitCode.USAGE, "give --key-env or --key-stdin, not both");
        }
        if (keyVariable != null) {
            return Optional.of(StackOptions.environment(keyVariable)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE, "the environment variable " + keyVariable + " is not set")));
        }
        return keyFromInput ? Optional.of(fromInput()) : Optional.empty();
    }

    private static String fromInput() {
        try {
            // left open: standard input belongs to the process
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isBlank()) {
                throw new CommandFailure(ExitCode.USAGE, "standard input holds no API key");
            }
            return line.strip();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
