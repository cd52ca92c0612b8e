package dev.colophon.cli.replay;

import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "failures",
        mixinStandardHelpOptions = true,
        description = "Lists the events that a replay passed over because they cannot be read or handled, and why.")
final class ReplayFailures extends HandledReplay {

    private static final List<Column> COLUMNS = List.of(
            Column.of("PARTITION", "/partition"),
            Column.of("OFFSET", "/offset"),
            Column.of("FAILED", "/failed_at"),
            Column.of("ERROR", "/error_class"),
            Column.of("MESSAGE", "/error"));

    @Override
    int handle(StackOptions stack, ReplayTarget target, String path) {
        stack.show(stack.api().all(path + "/failures"), COLUMNS);
        return ExitCode.OK;
    }
}
