package dev.colophon.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.stack.LogFiles;
import dev.colophon.cli.term.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Shows the last lines of the logs.",
        footer = {
            "",
            "Services: gateway-service, metadata-service, embedding-service, etl-service, usage-service,",
            "database, broker, launcher. The part before the hyphen is enough.",
            "",
            "Examples:",
            "  colophon logs",
            "  colophon logs etl -n 500",
            "  colophon logs gateway-service --follow"
        })
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(paramLabel = "SERVICE", arity = "0..1", description = "Whose log. Default: everyone's.")
    private @Nullable String service;

    @Option(
            names = "-n",
            paramLabel = "LINES",
            defaultValue = "50",
            description = "Lines of each. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as lines come, until interrupted.")
    private boolean follow;

    @Override
    public Integer call() {
        stack.local();
        LogFiles logs = LogFiles.in(stack.data(), service);
        Terminal terminal = stack.terminal();
        List<LogFiles.Line> tail = logs.tail(lines);
        if (stack.json()) {
            ArrayNode document = JsonNodeFactory.instance.arrayNode();
            tail.forEach(
                    line -> document.addObject().put("service", line.name()).put("line", line.text()));
            terminal.json(document);
        } else {
            tail.forEach(line -> terminal.print(shown(line)));
            if (follow) {
                logs.follow(line -> terminal.print(shown(line)));
            }
        }
        return ExitCode.OK;
    }

    private String shown(LogFiles.Line line) {
        return service == null ? String.format("%-18s| %s", line.name(), line.text()) : line.text();
    }
}
