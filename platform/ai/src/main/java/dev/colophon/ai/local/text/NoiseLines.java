package dev.colophon.ai.local.text;

import java.util.List;
import java.util.regex.Pattern;

/** Knows the lines that machines wrote: stack frames, log lines, diffs, trailers of commits, references to issues. */
final class NoiseLines {

    /** Longer lines are text: no frame, trailer or log prefix needs more to be recognised. */
    private static final int LONGEST = 2_000;

    private static final List<Pattern> NOISE = List.of(
            Pattern.compile("\\s*+at [\\w.$/<>@ -]{3,300}+\\([^)]{0,200}+\\).{0,80}+"),
            Pattern.compile("\\s*+(?:Caused by: |Suppressed: |Exception in thread |Traceback \\().*+"),
            Pattern.compile("\\s*+\\.\\.\\. \\d++ (?:more|common frames).*+"),
            Pattern.compile("\\s*+File \"[^\"]{1,300}+\", line \\d++.*+"),
            Pattern.compile("\\s*+\\[?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*+"),
            Pattern.compile("\\s*+\\d\\d:\\d\\d:\\d\\d[.,]\\d++ .*+"),
            Pattern.compile("\\s*+\\[?(?:INFO|DEBUG|TRACE|WARN|WARNING|ERROR|FATAL)\\]?(?:  |:? \\[|\\s++\\d).*+"),
            Pattern.compile("(?:diff --git |index [0-9a-f]{7,}|@@ -|\\+\\+\\+ |--- [ab]/).*+"),
            Pattern.compile("(?i)\\s*+(?:signed-off|co-authored|co-committed|reviewed|acked|tested|reported|suggested"
                    + "|approved|merged|helped|assisted|generated)-by\\s*+:.*+"),
            Pattern.compile("(?i)\\s*+(?:change-id|git-svn-id|cc|pr-url|refs?|see-also|dependency-name"
                    + "|dependency-version|dependency-type|update-type|updated-dependencies)\\s*+:.*+"),
            Pattern.compile("(?i)\\s*+[-*]?\\s*+(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|related(?: to)?|see(?: also)?"
                    + "|issue|part of|follow[- ]?up(?: to)?)\\s*+:?\\s*+(?:#\\d|gh-\\d|https?:|[\\w.-]{1,60}+/[\\w.-]{1,60}+[#/]"
                    + "|github\\.com|[A-Z]{2,10}-\\d).*+"),
            Pattern.compile("\\s*+- \\[[ xX]\\] .*+"),
            Pattern.compile("(?i)\\s*+\\**+(?:auto-?)?cherry-?pick(?:ed)?\\b.*+"),
            Pattern.compile("(?i)\\s*+(?:this reverts commit|\\(cherry picked from|# conflicts:).*+"),
            Pattern.compile("\\s*+[-=_*#~]{4,}+\\s*+"));

    private NoiseLines() {}

    static boolean isNoise(String line) {
        return line.length() <= LONGEST
                && NOISE.stream().anyMatch(noise -> noise.matcher(line).matches());
    }
}
