package dev.colophon.ai.local;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Words that name people. A word of a full name is a name; a login is a name unless the project's own words use it, for
 * there are authors called "agent" and "spring".
 */
final class People {

    private final Set<String> names = new HashSet<>();

    People(Iterable<String> people, Set<String> ownWords) {
        for (String person : people) {
            String[] parts = person.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
            for (String part : parts) {
                if (part.length() > 1 && !ownWords.contains(part)) {
                    names.add(part);
                }
            }
            names.add(person.toLowerCase(Locale.ROOT).strip());
        }
        names.removeAll(ownWords);
    }

    boolean isName(String word) {
        return names.contains(word);
    }
}
