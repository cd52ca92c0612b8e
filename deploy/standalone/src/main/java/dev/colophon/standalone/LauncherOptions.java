package dev.colophon.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher is told on its command line.
 *
 * @param command what to do
 * @param data the data directory
 * @param distribution what was built to run
 * @param repository from which {@code prepare} takes the jars
 * @param port of the gateway
 * @param address the gateway listens on
 * @param gitRoots directories whose repositories may be read
 * @param quiet whether the console stays silent because nobody reads it
 * @param training whether the run is there to make class data archives
 * @param parent the process with which the launcher ends
 */
record LauncherOptions(
        Command command,
        Path data,
        Path distribution,
        Path repository,
        int port,
        String address,
        List<Path> gitRoots,
        boolean quiet,
        boolean training,
        OptionalLong parent) {

    static final int DEFAULT_PORT = 8080;

    enum Command {
        /** Runs the stack until it is told to end. */
        RUN,
        /** Ends what a killed launcher left behind. */
        SWEEP,
        /** Makes the distribution out of what Maven packaged. */
        PREPARE
    }

    static LauncherOptions parse(List<String> arguments) {
        Draft draft = new Draft();
        for (int i = 1; i < arguments.size(); i++) {
            String option = arguments.get(i);
            switch (option) {
                case "--quiet" -> draft.quiet = true;
                case "--training" -> draft.training = true;
                default -> draft.take(option, value(arguments, ++i, option));
            }
        }
        return draft.as(command(arguments));
    }

    private static Command command(List<String> arguments) {
        return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
            case "run" -> Command.RUN;
            case "sweep" -> Command.SWEEP;
            case "prepare" -> Command.PREPARE;
            default -> throw new IllegalArgumentException("the first argument is run, sweep or prepare");
        };
    }

    private static String value(List<String> arguments, int index, String option) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return arguments.get(index);
    }

    private static final class Draft {
        private @Nullable Path data;
        private @Nullable Path distribution;
        private Path repository = Path.of("");
        private int port = DEFAULT_PORT;
        private String address = "127.0.0.1";
        private final List<Path> gitRoots = new ArrayList<>();
        private boolean quiet;
        private boolean training;
        private OptionalLong parent = OptionalLong.empty();

        void take(String option, String value) {
            switch (option) {
                case "--data" -> data = Path.of(value);
                case "--distribution" -> distribution = Path.of(value).toAbsolutePath();
                case "--repository" -> repository = Path.of(value).toAbsolutePath();
                case "--port" -> port = Integer.parseInt(value);
                case "--address" -> address = value;
                case "--allow" -> gitRoots.add(Path.of(value).toAbsolutePath().normalize());
                case "--parent-pid" -> parent = OptionalLong.of(Long.parseLong(value));
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }

        LauncherOptions as(Command command) {
            if (distribution == null || (data == null && command != Command.PREPARE)) {
                throw new IllegalArgumentException("--distribution is needed, and --data unless preparing");
            }
            return new LauncherOptions(
                    command,
                    data == null ? Path.of("") : data,
                    distribution,
                    repository,
                    port,
                    address,
                    List.copyOf(gitRoots),
                    quiet,
                    training,
                    parent);
        }
    }
}
