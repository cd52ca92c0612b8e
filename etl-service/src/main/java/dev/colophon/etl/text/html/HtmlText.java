package dev.colophon.etl.text.html;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The text of HTML: links keep their addresses, {@code pre} its lines within fences, lists and tables their shape; scripts
 * and styles are left out. Takes anything, however broken, and walks it without recursion.
 */
public final class HtmlText {

    private static final Set<String> LEFT_OUT =
            Set.of("script", "style", "template", "noscript", "head", "iframe", "object", "svg");
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "header",
            "footer",
            "aside",
            "nav",
            "main",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "dl",
            "table",
            "blockquote",
            "pre",
            "figure",
            "form",
            "hr",
            "details",
            "summary",
            "address");
    private static final Set<String> LINES = Set.of("li", "tr", "dt", "dd", "br", "caption", "option");

    private HtmlText() {}

    /** Clean text without blank ends. */
    public static String of(String html) {
        Walk walk = new Walk();
        Jsoup.parse(html).body().traverse(walk);
        return walk.text
                .toString()
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    private static final class Walk implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();
        private int leftOut;
        private int preformatted;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words && leftOut == 0) {
                append(preformatted > 0 ? words.getWholeText() : words.text());
            } else if (node instanceof Element element) {
                open(element, element.normalName());
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                close(element, element.normalName());
            }
        }

        private void open(Element element, String name) {
            if (LEFT_OUT.contains(name)) {
                leftOut++;
            } else if (leftOut > 0) {
                return;
            } else if (name.equals("pre")) {
                breakLines(2);
                text.append("```\n");
                preformatted++;
            } else if (BLOCKS.contains(name)) {
                breakLines(2);
            } else if (LINES.contains(name)) {
                breakLines(1);
                text.append(name.equals("li") ? "- " : "");
            } else if ((name.equals("td") || name.equals("th")) && element.previousElementSibling() != null) {
                append(" | ");
            } else if (name.equals("code") && preformatted == 0) {
                text.append('`');
            } else if (name.equals("img") && !element.attr("alt").isBlank()) {
                append("[image: " + element.attr("alt").strip() + "]");
            }
        }

        private void close(Element element, String name) {
            if (LEFT_OUT.contains(name)) {
                leftOut--;
            } else if (leftOut > 0) {
                return;
            } else if (name.equals("pre")) {
                preformatted--;
                breakLines(1);
                text.append("```");
                breakLines(2);
            } else if (BLOCKS.contains(name)) {
                breakLines(2);
            } else if (name.equals("code") && preformatted == 0) {
                text.append('`');
            } else if (name.equals("a")) {
                address(element);
            }
        }

        /** Where a link leads, unless its words say so. */
        private void address(Element link) {
            String href = link.attr("href").strip();
            String scheme = href.toLowerCase(Locale.ROOT);
            boolean leads = scheme.startsWith("http:") || scheme.startsWith("https:") || scheme.startsWith("mailto:");
            if (leads && !link.text().strip().equals(href)) {
                append(" (" + href + ")");
            }
        }

        private void append(String words) {
            boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
            text.append(atStart && preformatted == 0 ? words.stripLeading() : words);
        }

        private void breakLines(int lines) {
            int there = 0;
            while (there < text.length() && text.charAt(text.length() - 1 - there) == '\n') {
                there++;
            }
            if (text.length() > there) {
                text.append("\n".repeat(Math.max(0, lines - there)));
            }
        }
    }
}
