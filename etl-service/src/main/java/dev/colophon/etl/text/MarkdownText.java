package dev.colophon.etl.text;

import dev.colophon.etl.text.html.HtmlText;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/**
 * Markdown as GitHub writes it, with the HTML that people put into it, as clean text: links keep their addresses, code its
 * lines within fences; comments are left out. Takes anything.
 */
public final class MarkdownText {

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), StrikethroughExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).softbreak("<br>").build();

    /** Deeper nesting is nobody's prose; rendering needs stack for each level. */
    private static final int DEEPEST = 100;

    /** Every level of nesting costs the parser on every line, so a line may open only so many. */
    private static final int MOST_MARKERS = 60;

    private MarkdownText() {}

    /** Clean text without blank ends; empty for nothing. */
    public static String of(@Nullable String markdown) {
        if (markdown == null || markdown.isBlank()) {
            return "";
        }
        String clean = PlainText.cleaned(markdown);
        Node document = PARSER.parse(shallow(clean));
        return deep(document) ? clean.strip() : HtmlText.of(RENDERER.render(document));
    }

    private static String shallow(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (String line : text.split("\n", -1)) {
            int at = 0;
            while (at < line.length() && "> \t*+-".indexOf(line.charAt(at)) >= 0) {
                at++;
            }
            boolean markup = at > MOST_MARKERS && !line.substring(0, at).isBlank() && at < line.length();
            kept.append(markup ? line.substring(at - MOST_MARKERS) : line).append('\n');
        }
        return kept.toString();
    }

    private static boolean deep(Node document) {
        int depth = 0;
        Node node = document;
        while (node != null) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                if (++depth > DEEPEST) {
                    return true;
                }
                continue;
            }
            while (node != null && node != document && node.getNext() == null) {
                node = node.getParent();
                depth--;
            }
            node = node == null || node == document ? null : node.getNext();
        }
        return false;
    }
}
