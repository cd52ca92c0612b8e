package dev.colophon.cli.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfirmationTests {

    private final StringWriter err = new StringWriter();
    private @Nullable String asked;

    @Test
    void goesOnWhereThePersonSaysYes() {
        assertThatCode(() -> answering("y").ask("0.70 USD", "Go on?", false)).doesNotThrowAnyException();
        assertThatCode(() -> answering(" Yes ").ask("0.70 USD", "Go on?", false))
                .doesNotThrowAnyException();

        assertThat(asked).isEqualTo("Go on? [y/N] ");
        assertThat(err.toString()).contains("0.70 USD");
    }

    @Test
    void stopsWhereTheAnswerIsAnythingElse() {
        assertThatThrownBy(() -> answering("").ask("plan", "Go on?", false)).hasMessage("not confirmed");
        assertThatThrownBy(() -> answering("no").ask("plan", "Go on?", false)).hasMessage("not confirmed");
        assertThatThrownBy(() -> answering(null).ask("plan", "Go on?", false)).hasMessageContaining("add --yes");
    }

    @Test
    void asksNobodyWhereItWasConfirmedBefore() {
        answering(null).ask("plan", "Go on?", true);

        assertThat(asked).isNull();
        assertThat(err.toString()).isEmpty();
    }

    private Confirmation answering(@Nullable String answer) {
        Terminal terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), true);
        return new Confirmation(terminal, question -> {
            asked = question;
            return answer;
        });
    }
}
