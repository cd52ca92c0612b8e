package dev.colophon.metadata.draft;

import dev.colophon.ai.local.DifficultyLevel;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a language model's metadata must be to be taken. */
final class DraftCheck {

    static final int FEWEST_TAGS = 3;
    static final int MOST_TAGS = 10;
    static final int LONGEST_TAG = 50;
    static final int SHORTEST_SUMMARY = 20;
    static final int LONGEST_SUMMARY = 1_000;

    /** Either a draft that may be used, or why there is none. */
    sealed interface Verdict {}

    record Accepted(Draft draft) implements Verdict {}

    record Refused(String reason) implements Verdict {}

    private DraftCheck() {}

    /** Forgives spelling (case, blanks, repeated tags), refuses what has the wrong shape. */
    static Verdict check(@Nullable List<@Nullable String> tags, @Nullable String summary, @Nullable String difficulty) {
        Set<String> kebab = new LinkedHashSet<>();
        for (String tag : tags == null ? List.<String>of() : tags) {
            if (tag != null) {
                String name = kebab(tag);
                if (!name.isEmpty() && name.length() <= LONGEST_TAG) {
                    kebab.add(name);
                }
            }
        }
        if (kebab.size() < FEWEST_TAGS || kebab.size() > MOST_TAGS) {
            return new Refused("ai_generated_tags: %d usable tags, wanted 3 to 10".formatted(kebab.size()));
        }
        String text = summary == null ? "" : summary.strip();
        if (text.length() < SHORTEST_SUMMARY || text.length() > LONGEST_SUMMARY || text.indexOf('\u0000') >= 0) {
            return new Refused("content_summary: %d characters, wanted 20 to 1000".formatted(text.length()));
        }
        Optional<DifficultyLevel> level = DifficultyLevel.ofWireName(
                difficulty == null ? "" : difficulty.strip().toLowerCase(Locale.ROOT));
        return level.<Verdict>map(found -> new Accepted(new Draft(List.copyOf(kebab), text, found.wireName())))
                .orElseGet(() -> new Refused("difficulty_level: none of the four levels"));
    }

    /** Lower case, with everything but letters, digits, plus, hash and dot as a hyphen: c++, c#, node.js stay. */
    private static String kebab(String tag) {
        return Normalizer.normalize(tag, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}+#.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
    }
}
