package dev.colophon.etl.jira;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts queries together so that a client's part can narrow them and do nothing else. */
final class Jql {

    private Jql() {}

    /** Projects and a client's filter as one condition in brackets; empty where neither is given. */
    static String scope(List<String> projects, String filter) {
        List<String> parts = new ArrayList<>();
        if (!projects.isEmpty()) {
            parts.add("project in (" + projects.stream().map(Jql::quoted).collect(Collectors.joining(", ")) + ")");
        }
        if (!filter.isBlank()) {
            parts.add("(" + filter.strip() + ")");
        }
        return String.join(" AND ", parts);
    }

    static String and(String scope, String condition) {
        return scope.isEmpty() ? condition : scope + " AND " + condition;
    }

    /** What keeps a client's filter from standing in brackets among other conditions. */
    static Optional<String> fault(String filter) {
        int open = 0;
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < filter.length(); i++) {
            char sign = filter.charAt(i);
            if (sign == '"' || sign == '\'') {
                i = endOfQuote(filter, i);
                if (i < 0) {
                    return Optional.of("has a quotation mark that is never closed");
                }
                words.append(" x ");
                continue;
            }
            open += sign == '(' ? 1 : sign == ')' ? -1 : 0;
            if (open < 0) {
                return Optional.of("closes a bracket that it never opened");
            }
            words.append(sign == '(' || sign == ')' ? ' ' : sign);
        }
        if (open > 0) {
            return Optional.of("has a bracket that it never closes");
        }
        return ordered(words.toString())
                ? Optional.of("must not have an ORDER BY: issues are read in the order of their last update")
                : Optional.empty();
    }

    private static boolean ordered(String words) {
        String[] all = words.toLowerCase(Locale.ROOT).strip().split("\\s+");
        for (int i = 0; i + 1 < all.length; i++) {
            if (all[i].equals("order") && all[i + 1].equals("by")) {
                return true;
            }
        }
        return false;
    }

    /** The closing mark's position; negative where there is none. */
    private static int endOfQuote(String text, int start) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(start)) {
                return i;
            }
        }
        return -1;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
