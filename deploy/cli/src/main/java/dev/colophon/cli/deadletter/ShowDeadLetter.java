package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.term.Cells;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a dead letter with its headers and its payload.",
        footer = {
            "",
            "Examples:",
            "  colophon dead-letters show metadata ID",
            "  colophon dead-letters show metadata ID --payload > event.json      to mend it and redrive it"
        })
final class ShowDeadLetter implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Whose: " + Service.NAMES + ".")
    private Service service = Service.METADATA;

    @Parameters(index = "1", paramLabel = "ID", description = "As `colophon dead-letters list` shows it.")
    private String id = "";

    @Option(names = "--payload", description = "Print the payload alone.")
    private boolean payload;

    @Override
    public Integer call() {
        JsonNode letter = stack.api().get(service.path("/dead-letters/") + Query.encoded(id));
        if (payload) {
            print(letter.path("payload"));
        } else if (stack.json()) {
            stack.terminal().json(letter);
        } else {
            show((ObjectNode) letter.deepCopy());
        }
        return ExitCode.OK;
    }

    private void show(ObjectNode letter) {
        JsonNode headers = letter.path("headers");
        JsonNode content = letter.path("payload");
        stack.terminal()
                .print(Cells.fields(letter.<ObjectNode>without(List.of("headers", "payload")))
                        .toString());
        stack.terminal().print("");
        stack.terminal().print(Cells.fields(headers).toString());
        stack.terminal().print("");
        print(content);
    }

    private void print(JsonNode content) {
        if (content.isTextual()) {
            stack.terminal().print(content.asText());
        } else {
            stack.terminal().json(content);
        }
    }
}
