package dev.colophon.cli.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Table;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists the models that can be used and what they cost, in USD for a million tokens.",
        footer = {"", "Examples:", "  colophon models", "  colophon models --capability embedding --json"})
public final class ModelsCommand implements Callable<Integer> {

    enum Capability {
        CHAT,
        EMBEDDING,
        METADATA
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--capability",
            paramLabel = "CAPABILITY",
            description = "Only those for chat, embedding or metadata.")
    private @Nullable Capability capability;

    @Override
    public Integer call() {
        JsonNode models = stack.api().post("/api/v1/ai/models/available", wanted());
        if (stack.json()) {
            stack.terminal().json(models);
        } else {
            show(models);
        }
        return ExitCode.OK;
    }

    private ObjectNode wanted() {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        if (capability != null) {
            wanted.putArray("capabilities").add(capability.name().toLowerCase(Locale.ROOT));
        }
        return wanted;
    }

    private void show(JsonNode models) {
        Table table = new Table().row("MODEL", "PROVIDER", "INTEGRATION", "FOR", "DIMENSIONS", "INPUT", "OUTPUT");
        for (JsonNode model : models.path("items")) {
            String status = model.path("price_status").asText();
            JsonNode price = model.path("price");
            boolean known = status.equals("known");
            table.row(
                    model.path("name").asText(),
                    model.path("provider").asText(),
                    model.path("integration").asText("-").replace("null", "-"),
                    capabilities(model),
                    model.path("dimensions").asText("-").replace("null", "-"),
                    known ? amount(price.path("input")) : status,
                    known ? amount(price.path("output")) : status);
        }
        stack.terminal().print(table.toString());
    }

    private static String capabilities(JsonNode model) {
        StringBuilder text = new StringBuilder();
        model.path("capabilities")
                .forEach(one -> text.append(text.isEmpty() ? "" : ",").append(one.asText()));
        return text.toString();
    }

    /** Without the zeros that say nothing. */
    private static String amount(JsonNode amount) {
        return amount.isTextual() ? amount.asText().replaceFirst("\\.?0+$", "") : "-";
    }
}
