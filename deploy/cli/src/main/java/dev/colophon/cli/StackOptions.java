package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.api.HttpApi;
import dev.colophon.cli.api.Patience;
import dev.colophon.cli.stack.DataDirectory;
import dev.colophon.cli.stack.Installation;
import dev.colophon.cli.stack.LocalStack;
import dev.colophon.cli.stack.StackState;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.term.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command, and what they lead to: a stack on this machine or an API elsewhere. */
public final class StackOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of the stack. Default: $COLOPHON_HOME, else .colophon/ in the repository.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    public boolean json() {
        return json;
    }

    public Terminal terminal() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        return new Terminal(
                spec.commandLine().getOut(), spec.commandLine().getErr(), Boolean.getBoolean("colophon.terminal"));
    }

    /** Whether the stack meant lies elsewhere, behind {@code COLOPHON_URL}. */
    public boolean elsewhere() {
        return data == null && remoteUrl().isPresent();
    }

    Optional<String> remoteUrl() {
        return environment("COLOPHON_URL");
    }

    DataDirectory data() {
        Installation installation = Installation.fromSystemProperties();
        Path fallback = environment("COLOPHON_HOME").map(Path::of).orElseGet(installation::defaultData);
        return DataDirectory.at(data == null ? fallback : data);
    }

    /** The stack on this machine. */
    LocalStack local() {
        if (elsewhere()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "this command works on this machine only, and COLOPHON_URL points elsewhere: give --data");
        }
        return new LocalStack(Installation.fromSystemProperties(), data(), terminal());
    }

    /** The API of the stack, patient while it recovers. */
    public Api api() {
        return api(environment("COLOPHON_PATIENCE")
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ofSeconds(90)));
    }

    /** The API of the stack, for those who would rather know that it does not answer. */
    public Api impatientApi() {
        return api(Duration.ZERO);
    }

    /** Prints an answer: as it came where JSON is wanted, else what is made of it. */
    public void show(JsonNode answer, Supplier<?> text) {
        if (json) {
            terminal().json(answer);
        } else {
            terminal().print(text.get().toString());
        }
    }

    /** Prints a list: as it came where JSON is wanted, else as a table. */
    public void show(List<JsonNode> rows, List<Column> columns) {
        show(JsonNodeFactory.instance.arrayNode().addAll(rows), () -> Table.of(columns, rows));
    }

    /** Prints an answer where JSON is wanted, else tells beside the output what came of the call. */
    public void tell(JsonNode answer, Supplier<String> note) {
        if (json) {
            terminal().json(answer);
        } else {
            terminal().note(note.get());
        }
    }

    private Api api(Duration atMost) {
        Terminal terminal = terminal();
        if (elsewhere()) {
            String key = environment("COLOPHON_API_KEY")
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.UNAUTHORISED, "COLOPHON_URL is set but COLOPHON_API_KEY is not"));
            return new HttpApi(remoteUrl().orElseThrow(), key, new Patience(atMost, terminal::note));
        }
        StackState state = StackState.of(data());
        if (state.launcher().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_RUNNING, "no stack runs on " + data().root() + ": `colophon start` starts it");
        }
        return new HttpApi(state.url(), data().operatorKey(), new Patience(atMost, terminal::note));
    }

    public static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
