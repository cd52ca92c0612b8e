package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Block;
import dev.colophon.ai.local.text.Prose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What many short texts say, without what they all say: lines that several of them share are a template, chores such as
 * version bumps tell nothing of the project, trailers name people.
 *
 * @param subjects first lines
 * @param bodies the rest of each item, by the same index
 * @param people named in trailers
 */
record ItemTexts(List<String> subjects, List<String> bodies, Set<String> people) {

    private static final int MOST_ITEMS = 2_000;
    private static final int LONGEST_ITEM = 8_000;
    private static final int FEWEST_SHARING = 3;

    private static final Pattern TRAILER = Pattern.compile(
            "(?im)^\\s{0,8}[A-Za-z]{3,20}+(?:-[A-Za-z]{2,20}+)?-by: {0,4}([^<>\\n]{2,80}+)(?:<[^>\\n]{0,120}+>)?\\s*+$");
    private static final Pattern CHORE = Pattern.compile(
            "(?i)\\s*+(?:build|chore|ci|deps)?(?:\\([^)]{0,40}+\\))?:?\\s*+"
                    + "(?:bump|upgrade[sd]?|update[sd]? .{0,60}?(?:version|dependenc|to v?\\d)|merge|revert|release|prepare|"
                    + "\\[maven-release|start(?:ing|ed)? new |next (?:dev|snapshot)|back to snapshot|move to next|start next).*+");
    private static final Pattern PREFIX = Pattern.compile(
            "^(?:\\s*+(?:\\[[^\\]]{1,40}+\\]|[A-Z][A-Z0-9]{1,12}+-\\d++|(?i:gh|(?:fix(?:es|ed)?(?: for)? )?(?:issue|pr)|fix(?:es|ed)?)[- ]?#?\\d++|#\\d++)\\s*+[:;,.-]?\\s*+)++"
                    + "|^(?i:feat|fix|docs?|chore|refactor|test|perf|build|ci|style)(?:\\([^)]{1,40}+\\))?!?:\\s*+");
    private static final Pattern REFERENCE = Pattern.compile("\\s*+\\((?:#|gh-?)\\d++\\)\\.?|#\\d++|\\bGH-\\d++:?");

    static ItemTexts of(List<String> items) {
        Set<String> people = new HashSet<>();
        List<String> read = items.stream()
                .limit(MOST_ITEMS)
                .map(item -> item.length() > LONGEST_ITEM ? item.substring(0, LONGEST_ITEM) : item)
                .toList();
        Set<String> template = template(read);
        List<String> subjects = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (String item : read) {
            collectPeople(item, people);
            String[] parts = item.strip().split("\n", 2);
            if (!CHORE.matcher(parts[0]).matches()) {
                subjects.add(withoutReferences(parts[0]));
                bodies.add(parts.length < 2 ? "" : body(parts[1], template));
            }
        }
        return new ItemTexts(subjects, bodies, people);
    }

    private static void collectPeople(String item, Set<String> people) {
        Matcher trailers = TRAILER.matcher(item);
        while (trailers.find()) {
            people.add(trailers.group(1).strip());
        }
    }

    /** Lines of bodies that stand in several items, word for word. */
    private static Set<String> template(List<String> items) {
        Map<String, Integer> uses = new HashMap<>();
        for (String item : items) {
            Set<String> lines = new HashSet<>();
            item.lines()
                    .skip(1)
                    .map(ItemTexts::folded)
                    .filter(line -> line.length() > 3)
                    .forEach(lines::add);
            lines.forEach(line -> uses.merge(line, 1, Integer::sum));
        }
        int shared = Math.max(FEWEST_SHARING, items.size() / 50);
        uses.values().removeIf(count -> count < shared);
        return uses.keySet();
    }

    private static String folded(String line) {
        return line.strip().toLowerCase(Locale.ROOT);
    }

    private static String body(String raw, Set<String> template) {
        StringBuilder own = new StringBuilder();
        raw.lines().filter(line -> !template.contains(folded(line))).forEach(line -> own.append(line)
                .append('\n'));
        Prose prose = Prose.of(own.toString());
        return String.join(
                "\n",
                prose.blocks().stream()
                        .map(Block::text)
                        .map(ItemTexts::withoutReferences)
                        .toList());
    }

    static String withoutReferences(String text) {
        String bare = PREFIX.matcher(text.strip()).replaceFirst("");
        return REFERENCE.matcher(bare).replaceAll("").strip();
    }
}
