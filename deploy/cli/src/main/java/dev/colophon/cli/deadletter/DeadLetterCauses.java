package dev.colophon.cli.deadletter;

import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.Services;
import dev.colophon.cli.term.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "causes",
        mixinStandardHelpOptions = true,
        description = "Counts waiting dead letters by what went wrong.",
        footer = {"", "Examples:", "  colophon dead-letters causes", "  colophon dead-letters causes metadata --from 6h"
        })
final class DeadLetterCauses implements Callable<Integer> {

    static final List<Column> COLUMNS = List.of(
            Column.of("SERVICE", "/service"),
            Column.of("COUNT", "/count"),
            Column.of("TOPIC", "/topic"),
            Column.of("ERROR", "/error_class"),
            Column.of("OLDEST", "/oldest"),
            Column.of("NEWEST", "/newest"),
            Column.of("MESSAGE", "/error_message"));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private Services services = new Services();

    @Mixin
    private DeadLetterFilter filter = new DeadLetterFilter();

    @Override
    public Integer call() {
        return services.asked(stack, (api, one) -> api.all(one.path("/dead-letters/causes") + filter.query("waiting")))
                .show(stack, COLUMNS);
    }
}
