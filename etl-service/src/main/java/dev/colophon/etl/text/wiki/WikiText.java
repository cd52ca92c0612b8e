package dev.colophon.etl.text.wiki;

import dev.colophon.etl.text.html.HtmlText;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of Jira's wiki markup: links keep their addresses, code its fences, lists and tables their shape; what looks
 * like markup and is none stays as it is written. Takes any text and never fails.
 */
public final class WikiText {

    private static final Pattern MACRO = Pattern.compile(
            "(?i)(?<!\\\\)\\{(code|noformat|html|quote|panel|info|note|tip|warning|color|expand|anchor|toc|section|column)"
                    + "(?::([^}\\n]{0,300}))?\\}");
    private static final Map<String, Pattern> ENDS = Map.of(
            "code", Pattern.compile("(?i)\\{code\\}"),
            "noformat", Pattern.compile("(?i)\\{noformat\\}"),
            "html", Pattern.compile("(?i)\\{html\\}"));

    private final String markup;
    private final StringBuilder text = new StringBuilder();
    private final WikiLines lines = new WikiLines();
    private final Set<String> neverClosed = new HashSet<>();
    private boolean quoted;

    private WikiText(String markup) {
        this.markup = markup;
    }

    /** Clean text without blank ends; empty for null. */
    public static String of(@Nullable String markup) {
        return markup == null ? "" : new WikiText(markup.replace("\r\n", "\n").replace('\r', '\n')).read();
    }

    private String read() {
        StringBuilder words = new StringBuilder();
        Matcher macro = MACRO.matcher(markup);
        int at = 0;
        while (macro.find(at)) {
            words.append(markup, at, macro.start());
            String name = macro.group(1).toLowerCase(Locale.ROOT);
            Pattern end = ENDS.get(name);
            at = end == null
                    ? shape(words, name, macro.group(2), macro.end())
                    : keep(words, name, macro.group(2), macro.end(), end);
        }
        words.append(markup, at, markup.length());
        flush(words);
        return text.toString().replaceAll("\\n{3,}", "\n\n").strip();
    }

    /** Markup whose inside is not markup; one that is never closed is nothing but its own mark. */
    private int keep(StringBuilder words, String name, @Nullable String parameters, int from, Pattern end) {
        Matcher close = end.matcher(markup);
        if (neverClosed.contains(name) || !close.find(from)) {
            neverClosed.add(name);
            return from;
        }
        String inside = markup.substring(from, close.start());
        if (name.equals("html")) {
            flush(words);
            emit(HtmlText.of(inside));
        } else if (inside.contains("\n") || inside.isBlank()) {
            flush(words);
            emit(fenced(name.equals("code") ? language(parameters) : "", inside));
        } else {
            words.append("\n");
            flush(words);
            emit(fenced(name.equals("code") ? language(parameters) : "", inside));
        }
        return close.end();
    }

    private int shape(StringBuilder words, String name, @Nullable String parameters, int from) {
        switch (name) {
            case "quote" -> {
                flush(words);
                quoted = !quoted;
            }
            case "panel", "info", "note", "tip", "warning", "expand", "section", "column" -> {
                flush(words);
                emit(title(name, parameters));
            }
            default -> {
                // colours, anchors and tables of contents say nothing
            }
        }
        return from;
    }

    private void flush(StringBuilder words) {
        emit(lines.read(words.toString()));
        words.setLength(0);
    }

    private void emit(String block) {
        String inner = block.strip();
        if (inner.isEmpty()) {
            return;
        }
        if (!text.isEmpty()) {
            text.append("\n\n");
        }
        text.append(quoted ? "> " + inner.replace("\n", "\n> ") : inner);
    }

    private static String fenced(String language, String code) {
        String inside = code.replaceFirst("^[ \\t]*\\n", "").stripTrailing();
        if (inside.isBlank()) {
            return "";
        }
        String fence = inside.contains("```") ? "````" : "```";
        return fence + language + "\n" + inside + "\n" + fence;
    }

    private static String language(@Nullable String parameters) {
        if (parameters == null) {
            return "";
        }
        String first = parameters.split("\\|", 2)[0].strip();
        return first.matches("[\\w+#.-]{1,20}") ? first : "";
    }

    private static String title(String name, @Nullable String parameters) {
        if (parameters == null) {
            return "";
        }
        for (String parameter : parameters.split("\\|")) {
            if (parameter.strip().toLowerCase(Locale.ROOT).startsWith("title=")) {
                return parameter.strip().substring("title=".length());
            }
        }
        return name.equals("expand") && !parameters.contains("=") ? parameters : "";
    }
}
