package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands about one replay that take nothing but the replay. */
abstract class HandledReplay implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private ReplayTarget target = new ReplayTarget();

    @Override
    public Integer call() {
        return handle(stack, target, target.path(stack));
    }

    abstract int handle(StackOptions stack, ReplayTarget target, String path);

    private static int told(StackOptions stack, ReplayTarget target, String path) {
        return target.show(stack, stack.api().post(path, JsonNodeFactory.instance.objectNode()));
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a replay and what it was estimated to take.")
    static final class Show extends HandledReplay {

        @Override
        int handle(StackOptions stack, ReplayTarget target, String path) {
            JsonNode replay = stack.api().get(path);
            stack.show(replay, () -> text(target, replay));
            return ExitCode.OK;
        }

        private static String text(ReplayTarget target, JsonNode replay) {
            String blank = System.lineSeparator() + System.lineSeparator();
            ReplayView view = new ReplayView(target.service(), replay);
            return view.text()
                    + (view.statusAlone().equals("paused") ? blank + view.pause() : "")
                    + (replay.path("estimate").isObject() ? blank + new ReplayEstimate(replay).text() : "");
        }
    }

    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            description = "Shows how far a replay is until it comes to rest.",
            footer = {"", "Ends as `colophon replay` does: 0 completed, 1 failed or cancelled, 6 paused."})
    static final class Watch extends HandledReplay {

        @Override
        int handle(StackOptions stack, ReplayTarget target, String path) {
            ReplayRun run = new ReplayRun(stack, target.service());
            return run.ended(run.followed(stack.api().get(path)));
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Pauses a replay where it is; what it has queued is held, too.")
    static final class Pause extends HandledReplay {

        @Override
        int handle(StackOptions stack, ReplayTarget target, String path) {
            return told(stack, target, path + "/pause");
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a replay that is paused.")
    static final class Resume extends HandledReplay {

        @Override
        int handle(StackOptions stack, ReplayTarget target, String path) {
            return told(stack, target, path + "/resume");
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description =
                    "Ends a replay: what it has done stays, what waits is dropped, what was not spent is given back.")
    static final class Cancel extends HandledReplay {

        @Override
        int handle(StackOptions stack, ReplayTarget target, String path) {
            return told(stack, target, path + "/cancel");
        }
    }
}
