package dev.colophon.cli.term;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks whoever watches whether to go on; where nobody does, the answer must have been given before. */
public final class Confirmation {

    /** Puts a question; null where nobody is there. */
    @FunctionalInterface
    interface Asked {
        @Nullable
        String answer(String question);
    }

    private final Terminal terminal;
    private final Asked asked;

    Confirmation(Terminal terminal, Asked asked) {
        this.terminal = terminal;
        this.asked = asked;
    }

    /** Of the person at this terminal. */
    public static Confirmation at(Terminal terminal) {
        return new Confirmation(terminal, question -> {
            Console console = System.console();
            return console == null ? null : console.readLine(question);
        });
    }

    /**
     * @param plan what is going to happen, with its price
     * @param given whether it was confirmed before: nothing is shown or asked then
     * @throws CommandFailure where the answer is not yes
     */
    public void ask(String plan, String question, boolean given) {
        if (given) {
            return;
        }
        terminal.note(plan);
        String answer = asked.answer(question + " [y/N] ");
        if (answer == null) {
            throw new CommandFailure(ExitCode.USAGE, "nobody is there to confirm this: add --yes");
        }
        if (!answer.strip().equalsIgnoreCase("y") && !answer.strip().equalsIgnoreCase("yes")) {
            throw new CommandFailure(ExitCode.FAILURE, "not confirmed");
        }
    }
}
