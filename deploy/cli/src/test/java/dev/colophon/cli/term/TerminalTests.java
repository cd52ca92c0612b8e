package dev.colophon.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTests {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void redrawsABarInPlaceForAPerson() {
        try (Progress progress = terminal(true).progress("embedding")) {
            progress.at(1, 4);
            progress.at(2, 4);
        }

        assertThat(err.toString())
                .contains("\rembedding [#######---------------------]  25 % 1 of 4")
                .contains("\rembedding [##############--------------]  50 % 2 of 4");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysLittleInALog() {
        try (Progress progress = terminal(false).progress("embedding")) {
            for (int i = 0; i <= 1_000; i++) {
                progress.at(i, 1_000);
            }
        }

        assertThat(err.toString().lines()).hasSize(6);
        assertThat(err.toString()).doesNotContain("\r");
    }

    @Test
    void alignsColumns() {
        assertThat(new Table().row("NAME", "STATE").row("etl-service", "up").toString())
                .isEqualTo("NAME         STATE" + System.lineSeparator() + "etl-service  up");
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintWriter(out), new PrintWriter(err), interactive);
    }
}
