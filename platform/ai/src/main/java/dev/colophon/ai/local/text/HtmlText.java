package dev.colophon.ai.local.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The visible text of a piece of HTML, in one pass; scripts, styles, comments, tables and preformatted text are left out. */
final class HtmlText {

    private static final List<String> HIDDEN = List.of("script", "style", "pre", "table", "svg", "iframe");

    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder();

    private HtmlText() {}

    static List<String> of(String html) {
        HtmlText text = new HtmlText();
        text.read(html);
        return text.pieces;
    }

    private void read(String html) {
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c != '<') {
                piece.append(c);
                at++;
            } else if (html.startsWith("<!--", at)) {
                at = after(html, "-->", at);
            } else {
                at = afterTag(html, at);
            }
        }
        flush();
    }

    private int afterTag(String html, int at) {
        int end = after(html, ">", at);
        String tag = html.substring(at, Math.min(end, at + 20)).toLowerCase(Locale.ROOT);
        for (String hidden : HIDDEN) {
            if (tag.startsWith("<" + hidden)) {
                return after(html, ">", after(html, "</" + hidden, end));
            }
        }
        boolean inline = tag.matches("</?(?:a|b|i|em|strong|code|span|kbd|sub|sup|small|u)\\b.{0,20}+");
        if (!inline) {
            flush();
        }
        return end;
    }

    private void flush() {
        String text = piece.toString()
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .strip();
        if (!text.isEmpty()) {
            pieces.add(text);
        }
        piece.setLength(0);
    }

    private static int after(String html, String mark, int from) {
        int at = html.indexOf(mark, from);
        return at < 0 ? html.length() : at + mark.length();
    }
}
