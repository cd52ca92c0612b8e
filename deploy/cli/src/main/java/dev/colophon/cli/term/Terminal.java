package dev.colophon.cli.term;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;

/** Results go to standard output and nothing else does: notes, progress and errors go to standard error. */
public final class Terminal {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean interactive;

    /** @param interactive whether a person watches standard error */
    public Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    public void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints one JSON document. */
    public void json(JsonNode document) {
        try {
            print(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void note(String line) {
        err.println(line);
        err.flush();
    }

    public Progress progress(String what) {
        return new Progress(err, interactive, what);
    }
}
