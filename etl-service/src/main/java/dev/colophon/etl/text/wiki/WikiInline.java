package dev.colophon.etl.text.wiki;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markup within a line. What must not be read as markup (code, links, addresses) is put aside first and back at the end.
 */
final class WikiInline {

    private static final String BEFORE = "(?<=^|[\\s(\\[{\"'>|:;,\u2013\u2014-])";
    private static final String AFTER = "(?=$|[\\s.,:;!?)\\]}\"'<|\u2013\u2014-])";

    private static final Pattern MONOSPACED = Pattern.compile("\\{\\{(\\S|\\S[^\\n]{0,300}?\\S)\\}\\}");
    private static final Pattern LINK = Pattern.compile(
            "(?<!\\\\)\\[(?:([^\\[\\]|\\n]{1,500})\\|)?([^\\[\\]|\\n]{1,2000})(?:\\|[^\\[\\]\\n]{0,300})?\\]");
    private static final Pattern IMAGE = Pattern.compile(
            "(?<![\\p{L}\\p{N}!])!([^\\s!|][^!|\\n]{0,300}\\.[A-Za-z0-9]{2,5}|https?://[^\\s!|]{1,1000})"
                    + "(?:\\|[^!\\n]{0,300})?!");
    private static final Pattern BARE_ADDRESS = Pattern.compile("(?i)\\b(?:https?|ftp)://[^\\s|\\]]+");
    private static final Pattern BOLD =
            Pattern.compile(BEFORE + "\\*([^\\s*]|[^\\s*][^*\\n]{0,500}?[^\\s*])\\*" + AFTER);
    private static final Pattern EMPHASISED =
            Pattern.compile(BEFORE + "_([^\\s_]|[^\\s_][^_\\n]{0,500}?[^\\s_])_" + AFTER);
    private static final Pattern CITED =
            Pattern.compile(BEFORE + "\\?\\?([^\\s?]|[^\\s?][^?\\n]{0,500}?[^\\s?])\\?\\?" + AFTER);
    private static final Pattern FORCED_BREAK = Pattern.compile("\\\\\\\\(?=\\s|$)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\\[\\]{}*_?!|#-])");

    /** What may be linked to; anything else in brackets is words in brackets. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:https?|ftp|file|mailto|ssh|git):\\S+|www\\.\\S+|//\\S+");

    private static final String OPEN = "\uE000";
    private static final String CLOSE = "\uE001";
    private static final Pattern KEPT = Pattern.compile(OPEN + "(\\d+)" + CLOSE);

    private final List<String> aside = new ArrayList<>();

    private WikiInline() {}

    static String of(String line) {
        WikiInline inline = new WikiInline();
        return inline.restored(inline.plain(line));
    }

    /** A table's row, as its cells. */
    static List<String> cells(String row) {
        WikiInline inline = new WikiInline();
        return Arrays.stream(inline.plain(row).split("\\|+"))
                .map(inline::restored)
                .map(String::strip)
                .toList();
    }

    private String plain(String line) {
        String text = line.replace(OPEN, "").replace(CLOSE, "");
        text = keep(MONOSPACED, text, found -> "`" + found.group(1) + "`");
        text = keep(IMAGE, text, found -> "[image: " + found.group(1) + "]");
        text = keep(LINK, text, WikiInline::link);
        text = keep(BARE_ADDRESS, text, MatchResult::group);
        text = BOLD.matcher(text).replaceAll("$1");
        text = EMPHASISED.matcher(text).replaceAll("$1");
        text = CITED.matcher(text).replaceAll("$1");
        text = FORCED_BREAK.matcher(text).replaceAll("\n");
        return ESCAPED.matcher(text).replaceAll("$1");
    }

    private String keep(Pattern pattern, String text, Function<MatchResult, String> plain) {
        return pattern.matcher(text).replaceAll(found -> {
            aside.add(restored(plain.apply(found)));
            return OPEN + (aside.size() - 1) + CLOSE;
        });
    }

    private String restored(String text) {
        return KEPT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(aside.get(Integer.parseInt(found.group(1)))));
    }

    private static String link(MatchResult found) {
        String words = found.group(1) == null ? "" : found.group(1).strip();
        String target = found.group(2).strip();
        if (target.startsWith("~")) {
            return "@" + (words.isEmpty() ? target.replaceFirst("^~(accountid:)?", "") : words);
        }
        if (target.startsWith("^")) {
            return words.isEmpty() ? "[file: " + target.substring(1) + "]" : words;
        }
        if (target.startsWith("#")) {
            return words.isEmpty() ? target.substring(1) : words;
        }
        if (words.isEmpty()) {
            return ADDRESS.matcher(target).matches() ? target : found.group();
        }
        return words.equals(target) ? target : words + " (" + target + ")";
    }
}
