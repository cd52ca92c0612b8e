package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs commands against a stub of the stack, and keeps what they printed. */
final class Shell implements BeforeEachCallback, AfterEachCallback {

    private static final List<String> SETTINGS = List.of("COLOPHON_URL", "COLOPHON_API_KEY", "COLOPHON_PATIENCE");

    private StubStack stack;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        stack = new StubStack();
        System.setProperty("COLOPHON_URL", stack.url());
        System.setProperty("COLOPHON_API_KEY", StubStack.KEY);
        System.setProperty("COLOPHON_PATIENCE", "5");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SETTINGS.forEach(System::clearProperty);
        stack.close();
        assertThat(stack.ops().violations()).isEmpty();
    }

    StubStack stack() {
        return stack;
    }

    StubOps ops() {
        return stack.ops();
    }

    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Colophon.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
    }

    /** What it printed, with one space between columns. */
    List<String> lines() {
        return squeezed(out);
    }

    /** What it told beside that. */
    List<String> notes() {
        return squeezed(err);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** The document that a command prints that ends well. */
    JsonNode json(String... arguments) throws Exception {
        assertThat(run(arguments)).as(err::toString).isEqualTo(ExitCode.OK);
        return document();
    }

    JsonNode document() throws Exception {
        return new ObjectMapper().readTree(out.toString());
    }

    private static List<String> squeezed(StringWriter printed) {
        return printed.toString()
                .lines()
                .map(line -> line.replaceAll(" +", " ").strip())
                .toList();
    }
}
