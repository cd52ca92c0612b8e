package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a partition.
 *
 * @param partition its number
 * @param from the first offset; null for the beginning
 * @param to the first offset behind it; null for the end
 */
record Offsets(
        String partition, @Nullable Long from, @Nullable Long to) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5}):(\\d{0,18})-(\\d{0,18})");

    /** Reads {@code 3:100-200}, {@code 3:100-} or {@code 3:-200}. */
    static Offsets of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || (form.group(2).isEmpty() && form.group(3).isEmpty())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + text + "' are no offsets; they are written 3:100-200, 3:100- or 3:-200");
        }
        return new Offsets(form.group(1), number(form.group(2)), number(form.group(3)));
    }

    /**
     * Puts parts into {@code from} and {@code to}. A partition that one of them does not name is not read, so where one
     * part has an end the others have theirs written out.
     */
    static void addTo(ObjectNode body, List<Offsets> parts) {
        boolean begins = parts.stream().anyMatch(part -> part.from() != null);
        boolean ends = parts.stream().anyMatch(part -> part.to() != null);
        for (Offsets part : parts) {
            if (begins) {
                body.withObject("/from").put(part.partition(), part.from() == null ? 0L : part.from());
            }
            if (ends) {
                body.withObject("/to").put(part.partition(), part.to() == null ? Long.MAX_VALUE : part.to());
            }
        }
    }

    private static @Nullable Long number(String digits) {
        return digits.isEmpty() ? null : Long.valueOf(digits);
    }
}
