package dev.colophon.cli.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
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

    private static final List<Column> COLUMNS = List.of(
            Column.of("MODEL", "/name"),
            Column.of("PROVIDER", "/provider"),
            Column.of("INTEGRATION", "/integration"),
            Column.of("FOR", "/capabilities", ModelsCommand::capabilities),
            Column.of("DIMENSIONS", "/dimensions"),
            new Column("INPUT", model -> price(model, "input")),
            new Column("OUTPUT", model -> price(model, "output")));

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
        stack.show(models, () -> Table.of(COLUMNS, models.path("items")));
        return ExitCode.OK;
    }

    private ObjectNode wanted() {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        if (capability != null) {
            wanted.putArray("capabilities").add(capability.name().toLowerCase(Locale.ROOT));
        }
        return wanted;
    }

    private static String price(JsonNode model, String what) {
        String status = model.path("price_status").asText();
        return status.equals("known") ? amount(model.path("price").path(what)) : status;
    }

    private static String capabilities(JsonNode capabilities) {
        StringJoiner text = new StringJoiner(",");
        capabilities.forEach(one -> text.add(one.asText()));
        return text.toString();
    }

    /** Without the zeros that say nothing. */
    private static String amount(JsonNode amount) {
        return amount.isTextual() ? amount.asText().replaceFirst("\\.?0+$", "") : "-";
    }
}
