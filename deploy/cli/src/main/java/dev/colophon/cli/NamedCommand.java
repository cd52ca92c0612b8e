package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Cells;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about one thing that has a name, and that take nothing but the name. */
public abstract class NamedCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    private final Function<Api, Named> kind;

    protected NamedCommand(Function<Api, Named> kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() {
        return handle(stack, kind.apply(stack.api()), name);
    }

    protected abstract int handle(StackOptions stack, Named all, String name);

    /** Shows all that is known of it. */
    public abstract static class Show extends NamedCommand {

        protected Show(Function<Api, Named> kind) {
            super(kind);
        }

        @Override
        protected int handle(StackOptions stack, Named all, String name) {
            JsonNode found = all.find(name);
            stack.show(found, () -> Cells.fields(found));
            return ExitCode.OK;
        }
    }

    /** Removes it. */
    public abstract static class Remove extends NamedCommand {

        protected Remove(Function<Api, Named> kind) {
            super(kind);
        }

        @Override
        protected int handle(StackOptions stack, Named all, String name) {
            JsonNode removed = all.remove(name);
            stack.tell(removed, () -> "removed " + removed.path("name").asText());
            return ExitCode.OK;
        }
    }
}
