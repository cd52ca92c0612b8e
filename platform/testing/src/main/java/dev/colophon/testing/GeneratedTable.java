package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table of a document that is made from a module, between two comments that name it. */
final class GeneratedTable {

    private static final Pattern PLATFORM =
            Pattern.compile("/colophon-(\\w+)-[0-9][^/]*\\.jar|/platform/(\\w+)/target/");
    private static final Pattern SERVICE = Pattern.compile("/(\\w+-service)/target/");

    private GeneratedTable() {}

    /** The document with this table in its place. */
    static String replaced(String document, String what, String module, String table) {
        String begin = "<!-- " + what + " of " + module + " -->\n";
        String end = "<!-- end of " + module + " -->\n";
        int from = document.indexOf(begin);
        assertThat(from)
                .as("the document has a place for the %s of %s", what, module)
                .isNotNegative();
        int to = document.indexOf(end, from);
        assertThat(to).as("the document ends the %s of %s", what, module).isGreaterThan(from);
        return document.substring(0, from + begin.length()) + table + document.substring(to);
    }

    /** The module that a class or a file on the class path comes from; null for a library. */
    static @Nullable String module(String url) {
        Matcher platform = PLATFORM.matcher(url);
        if (platform.find()) {
            return "platform/" + (platform.group(1) == null ? platform.group(2) : platform.group(1));
        }
        Matcher service = SERVICE.matcher(url);
        return service.find() ? service.group(1) : null;
    }
}
