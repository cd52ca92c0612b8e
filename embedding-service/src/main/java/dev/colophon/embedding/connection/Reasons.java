package dev.colophon.embedding.connection;

import java.util.List;

/** Says in words why two items are suggested. */
final class Reasons {

    private static final double NEARLY_THE_SAME = 0.95;
    private static final int QUOTED = 120;

    private Reasons() {}

    static String of(double score, List<String> tags, List<String> terms, String passage, String other) {
        StringBuilder reason = new StringBuilder();
        if (score >= NEARLY_THE_SAME) {
            reason.append("Both say nearly the same");
        } else if (terms.isEmpty()) {
            reason.append("Both are close in meaning");
        } else {
            reason.append("Both speak of ").append(listed(terms));
        }
        if (!tags.isEmpty()) {
            reason.append("; their projects share the tag")
                    .append(tags.size() == 1 ? " " : "s ")
                    .append(listed(tags));
        }
        return reason.append(": “")
                .append(quoted(passage))
                .append("” and “")
                .append(quoted(other))
                .append("”")
                .toString();
    }

    private static String listed(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    private static String quoted(String passage) {
        if (passage.length() <= QUOTED) {
            return passage;
        }
        int space = passage.lastIndexOf(' ', QUOTED);
        int end = space > QUOTED / 2 ? space : QUOTED;
        boolean cutsPair = Character.isHighSurrogate(passage.charAt(end - 1));
        return passage.substring(0, cutsPair ? end - 1 : end) + "…";
    }
}
