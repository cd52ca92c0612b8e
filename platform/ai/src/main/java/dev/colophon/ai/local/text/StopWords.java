package dev.colophon.ai.local.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.util.IOUtils;

/**
 * Words that carry grammar and no topic: Snowball's lists as Lucene ships them. English always counts, for technical
 * writing in any language is full of it; of the others only the one that the text is written in, for "die" and "son"
 * are words in English. Immutable.
 */
public final class StopWords {

    private static final List<String> LANGUAGES = List.of(
            "german",
            "french",
            "spanish",
            "portuguese",
            "italian",
            "dutch",
            "swedish",
            "danish",
            "norwegian",
            "finnish",
            "russian");
    private static final String MORE_ENGLISH = "english-stop-more.txt";
    private static final int WORDS_READ = 2_000;

    private final Set<String> english;
    private final Map<String, Set<String>> others;

    private StopWords(Set<String> english, Map<String, Set<String>> others) {
        this.english = english;
        this.others = others;
    }

    /** Loads the lists from the classpath. */
    public static StopWords load() {
        Set<String> english = new HashSet<>(snowball("english"));
        english.addAll(WordList.read(StopWords.class, MORE_ENGLISH));
        Map<String, Set<String>> others = new LinkedHashMap<>();
        LANGUAGES.forEach(language -> others.put(language, Set.copyOf(snowball(language))));
        return new StopWords(Set.copyOf(english), others);
    }

    /** The stop words for these words of a text, in lower case. */
    public Set<String> of(Collection<Word> words) {
        List<String> read = words.stream().limit(WORDS_READ).map(Word::lower).toList();
        long best = hits(english, read);
        Set<String> own = Set.of();
        for (Set<String> other : others.values()) {
            long hits = hits(other, read);
            if (hits > best) {
                best = hits;
                own = other;
            }
        }
        if (own.isEmpty()) {
            return english;
        }
        Set<String> both = new HashSet<>(english);
        both.addAll(own);
        return both;
    }

    /** The English stop words. */
    public Set<String> english() {
        return english;
    }

    private static long hits(Set<String> stops, List<String> words) {
        return words.stream().filter(stops::contains).count();
    }

    private static Set<String> snowball(String language) {
        try (InputStream in = SnowballFilter.class.getResourceAsStream(language + "_stop.txt")) {
            if (in == null) {
                throw new IllegalStateException("Lucene's stop words for " + language + " are not on the classpath");
            }
            CharArraySet words =
                    WordlistLoader.getSnowballWordSet(IOUtils.getDecodingReader(in, StandardCharsets.UTF_8));
            Set<String> stops = new HashSet<>();
            words.forEach(word -> stops.addAll(Arrays.asList(
                    new String((char[]) word).toLowerCase(Locale.ROOT).split("['’]"))));
            return stops;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
