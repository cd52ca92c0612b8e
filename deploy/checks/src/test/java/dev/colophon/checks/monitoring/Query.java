package dev.colophon.checks.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for.
 *
 * @param groups labels by which something is grouped or matched
 */
record Query(String text, List<Selector> selectors, Set<String> groups) {

    /** @param labels by which series are selected */
    record Selector(String metric, Set<String> labels) {}

    private static final Pattern GROUP =
            Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]|\\boffset\\s+\\S+");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.:\"$])([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)\\})?(\\s*\\()?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "inf", "nan");

    static Query of(String expression) {
        Set<String> groups = new HashSet<>();
        Matcher grouped = GROUP.matcher(expression);
        while (grouped.find()) {
            for (String label : grouped.group(1).split(",")) {
                if (!label.isBlank()) {
                    groups.add(label.strip());
                }
            }
        }
        String rest = RANGE.matcher(grouped.replaceAll(" ")).replaceAll(" ");
        List<Selector> selectors = new ArrayList<>();
        Matcher named = NAME.matcher(rest);
        while (named.find()) {
            boolean function = named.group(3) != null && named.group(2) == null;
            String aggregation = named.group(1);
            if (!function && !WORDS.contains(aggregation) && !isAggregation(rest, named)) {
                selectors.add(new Selector(aggregation, labels(named.group(2))));
            }
        }
        return new Query(expression, selectors, groups);
    }

    /** {@code sum by (x) (…)} has lost its {@code by} here. */
    private static boolean isAggregation(String rest, Matcher named) {
        return named.group(2) == null
                && rest.substring(named.end()).stripLeading().startsWith("(");
    }

    private static Set<String> labels(String matchers) {
        Set<String> labels = new HashSet<>();
        if (matchers != null) {
            Matcher matcher = MATCHER.matcher(matchers);
            while (matcher.find()) {
                labels.add(matcher.group(1));
            }
        }
        return labels;
    }
}
