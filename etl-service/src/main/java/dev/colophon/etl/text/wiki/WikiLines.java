package dev.colophon.etl.text.wiki;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a line's beginning makes of it: headings, lists, quotes, rules and rows of tables. */
final class WikiLines {

    private static final Pattern HEADING = Pattern.compile("^\\s*h[1-6]\\.\\s+(.*)$");
    private static final Pattern QUOTE = Pattern.compile("^\\s*bq\\.\\s+(.*)$");
    private static final Pattern LIST = Pattern.compile("^\\s*([*#]{1,12}|-)\\s+(\\S.*)$");
    private static final Pattern RULE = Pattern.compile("^\\s*-{4,}\\s*$");
    private static final Pattern ROW = Pattern.compile("^\\s*\\|.*\\|\\s*$");
    private static final int MAX_INDENT = 8;

    private final List<Integer> numbers = new ArrayList<>();

    String read(String markup) {
        return markup.lines().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(String line) {
        Matcher list = LIST.matcher(line);
        if (list.matches()) {
            return item(list.group(1), list.group(2));
        }
        if (!line.isBlank()) {
            numbers.clear();
        }
        if (RULE.matcher(line).matches()) {
            return "";
        }
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            return "\n" + WikiInline.of(heading.group(1)).strip() + "\n";
        }
        Matcher quote = QUOTE.matcher(line);
        if (quote.matches()) {
            return "> " + WikiInline.of(quote.group(1)).strip();
        }
        return ROW.matcher(line).matches()
                ? row(line.strip())
                : WikiInline.of(line).stripTrailing();
    }

    private String item(String marks, String words) {
        int level = marks.length();
        while (numbers.size() > level) {
            numbers.remove(numbers.size() - 1);
        }
        while (numbers.size() < level) {
            numbers.add(0);
        }
        int number = numbers.get(level - 1) + 1;
        numbers.set(level - 1, number);
        String marker = marks.endsWith("#") ? number + ". " : "- ";
        return "  ".repeat(Math.min(level - 1, MAX_INDENT))
                + marker
                + WikiInline.of(words).strip();
    }

    private static String row(String line) {
        List<String> cells = WikiInline.cells(line);
        return String.join(" | ", cells.subList(Math.min(1, cells.size()), cells.size()));
    }
}
