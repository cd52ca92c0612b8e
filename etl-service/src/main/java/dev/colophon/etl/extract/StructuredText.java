package dev.colophon.etl.extract;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes down what a parser tells, as text that keeps what gives it structure: headings as Markdown headings, a line a
 * list item, a line a table row, code in fences, and a heading where a slide or another page begins. Bounded.
 */
final class StructuredText extends DefaultHandler {

    /** What the divisions of a document are called. */
    enum Division {
        NONE,
        PAGE,
        SLIDE,
        SHEET
    }

    /** More text than is taken. */
    static final class TextLimitException extends SAXException {

        private static final long serialVersionUID = 1L;

        TextLimitException() {
            super("more text than is taken");
        }
    }

    private static final Set<String> UNSEEN = Set.of("script", "style", "title", "head", "noscript", "template");
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "table",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "aside",
            "nav",
            "figure",
            "figcaption",
            "form",
            "fieldset",
            "hr",
            "address",
            "details",
            "summary");

    private final Division division;
    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder heading = new StringBuilder();

    private int divisions;
    private int unseen;
    private int verbatim;
    private int cells;
    private int headingDepth;
    private int lineBreaks;
    private int emptyCells;
    private boolean rowBegun;
    private boolean space;
    private String prefix = "";
    private @Nullable String mark;
    private @Nullable String firstHeading;

    StructuredText(Division division, int limit) {
        this.division = division;
        this.limit = limit;
    }

    /** How many pages, slides or sheets there were. */
    int divisions() {
        return divisions;
    }

    @Nullable
    String firstHeading() {
        return firstHeading;
    }

    String text() {
        return text.toString();
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        String name = localName.toLowerCase(Locale.ROOT);
        if (UNSEEN.contains(name)) {
            unseen++;
        } else if (isHeading(name)) {
            breakLine(2);
            prefix = "#".repeat(level(name)) + " ";
            divisions += division == Division.SHEET && name.equals("h1") ? 1 : 0;
            headingDepth++;
            heading.setLength(0);
        } else if (name.equals("li")) {
            breakLine(1);
            prefix = "- ";
        } else if (name.equals("tr")) {
            breakLine(1);
            rowBegun = false;
            emptyCells = 0;
        } else if (name.equals("td") || name.equals("th")) {
            cells++;
            emptyCells++;
        } else if (name.equals("pre")) {
            breakLine(2);
            prefix = "```\n";
            verbatim++;
        } else if (name.equals("br")) {
            breakLine(1);
        } else if (BLOCKS.contains(name)) {
            beginDivision(attributes.getValue("class"));
            breakLine(2);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        String name = localName.toLowerCase(Locale.ROOT);
        if (UNSEEN.contains(name)) {
            unseen--;
        } else if (isHeading(name)) {
            headingDepth--;
            if (firstHeading == null && !heading.isEmpty() && division != Division.SHEET) {
                firstHeading = heading.toString();
            }
            endBlock();
        } else if (name.equals("td") || name.equals("th")) {
            cells--;
        } else if (name.equals("pre")) {
            verbatim--;
            if (prefix.isEmpty()) {
                text.append(text.charAt(text.length() - 1) == '\n' ? "```" : "\n```");
            }
            endBlock();
        } else if (name.equals("li") || name.equals("tr")) {
            prefix = "";
            breakLine(1);
        } else if (BLOCKS.contains(name)) {
            endBlock();
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        if (unseen > 0) {
            return;
        }
        for (int i = start; i < start + length; i++) {
            character(characters[i]);
        }
        if (text.length() > limit) {
            throw new TextLimitException();
        }
    }

    /** Parsers lay out what they write with it; only in a page does it mean anything. */
    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        if (division == Division.PAGE && new String(characters, start, length).indexOf('\n') >= 0) {
            breakLine(1);
        }
    }

    private void character(char character) {
        if (verbatim > 0 && (prefix.isEmpty() || !Character.isWhitespace(character))) {
            begin();
            text.append(character);
        } else if (Character.isWhitespace(character)) {
            if (character == '\n' && division == Division.PAGE) {
                breakLine(1); // the lines of a page are all the structure it has
            } else {
                space = true;
            }
        } else {
            begin();
            text.append(character);
            if (headingDepth > 0 && heading.length() < 500) {
                heading.append(character);
            }
        }
    }

    /** What has to stand before the next character that is seen. */
    private void begin() {
        if (mark != null) {
            breakLine(2);
        }
        if (emptyCells > 0 && cells > 0) {
            separateCells();
        } else if (lineBreaks > 0 && !text.isEmpty()) {
            text.append("\n".repeat(lineBreaks));
        } else if (space && !text.isEmpty()) {
            text.append(' ');
        }
        if (space && headingDepth > 0 && !heading.isEmpty()) {
            heading.append(' ');
        }
        if (mark != null) {
            text.append("## ").append(mark).append("\n\n");
            mark = null;
        }
        text.append(prefix);
        prefix = "";
        lineBreaks = 0;
        space = false;
    }

    private void separateCells() {
        if (rowBegun) {
            text.append(" | ".repeat(Math.min(emptyCells, 50)));
        } else if (!text.isEmpty()) {
            text.append("\n".repeat(Math.max(1, lineBreaks)));
        }
        rowBegun = true;
        emptyCells = 0;
    }

    private void beginDivision(@Nullable String kind) {
        if (division == Division.PAGE && "page".equals(kind)) {
            divisions++;
            mark = divisions > 1 ? "Page " + divisions : null;
        } else if (division == Division.SLIDE && "slide-content".equals(kind)) {
            divisions++;
            mark = "Slide " + divisions;
        }
    }

    private void endBlock() {
        prefix = "";
        breakLine(2);
    }

    /** Within a cell there is one line and no more. */
    private void breakLine(int breaks) {
        if (cells > 0) {
            space = true;
        } else {
            lineBreaks = Math.max(lineBreaks, breaks);
        }
    }

    private int level(String name) {
        int level = name.charAt(1) - '0';
        return division == Division.SHEET ? Math.min(6, level + 1) : level;
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }
}
