package dev.colophon.cli.replay;

import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Shows who did what to a replay, and what happened to it.")
final class AuditReplay extends HandledReplay {

    private static final List<Column> COLUMNS = List.of(
            Column.of("AT", "/at"),
            Column.of("WHO", "/actor"),
            Column.of("WHAT", "/action"),
            Column.of("DETAIL", "/detail", Cells::figures));

    @Override
    int handle(StackOptions stack, ReplayTarget target, String path) {
        stack.show(stack.api().all(path + "/audit"), COLUMNS);
        return ExitCode.OK;
    }
}
