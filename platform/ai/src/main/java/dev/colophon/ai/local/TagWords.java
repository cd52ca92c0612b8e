package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Singular;
import dev.colophon.ai.local.text.StopWords;
import dev.colophon.ai.local.text.WordList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which words may be in a tag, and which need company. Immutable. */
final class TagWords {

    private static final Set<String> SHORT_TOPICS = Set.of(
            "ai", "ml", "ui", "ux", "db", "go", "js", "ts", "c#", "f#", "k8", "qa", "os", "vr", "ar", "3d", "2d");
    private static final int LONGEST = 30;

    /** Nouns that end like participles. */
    private static final Set<String> TOPICS_IN_ING = Set.of(
            "messaging",
            "streaming",
            "embedding",
            "caching",
            "scheduling",
            "billing",
            "pricing",
            "routing",
            "tracing",
            "threading",
            "batching",
            "monitoring",
            "engineering",
            "modeling",
            "modelling",
            "clustering",
            "ranking",
            "chunking",
            "tokenizing",
            "crawling",
            "scraping",
            "networking",
            "rendering",
            "gaming",
            "banking",
            "trading",
            "shopping",
            "booking",
            "planning",
            "accounting",
            "marketing",
            "hosting",
            "partitioning",
            "sharding",
            "indexing",
            "profiling",
            "sampling",
            "learning",
            "benchmarking",
            "throttling",
            "programming",
            "computing",
            "provisioning",
            "autoscaling",
            "prompting",
            "reranking",
            "auditing",
            "versioning",
            "onboarding",
            "training",
            "reasoning",
            "multithreading",
            "ping",
            "spring",
            "string",
            "ring",
            "king");

    private static final Set<String> NOT_ADVERBS =
            Set.of("assembly", "family", "anomaly", "fly", "grafana", "emily", "poly", "monopoly", "bitly", "polly");

    private final Set<String> never;
    private final Set<String> generic;
    private final Set<String> names;

    private TagWords(Set<String> never, Set<String> generic, Set<String> names) {
        this.never = never;
        this.generic = generic;
        this.names = names;
    }

    static TagWords load(StopWords stopWords) {
        Set<String> never = new HashSet<>(stopWords.english());
        for (String word : WordList.read(TagWords.class, "tag-never.txt")) {
            addForms(never, word);
        }
        Set<String> generic = new HashSet<>();
        WordList.read(TagWords.class, "tag-generic.txt").forEach(word -> generic.add(Singular.of(word)));
        Set<String> names = new HashSet<>();
        WordList.read(TagWords.class, "tag-names.txt").forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return new TagWords(Set.copyOf(never), Set.copyOf(generic), Set.copyOf(names));
    }

    /** A verb's forms; for other words they do no harm, for nobody writes them. */
    private static void addForms(Set<String> never, String word) {
        String stem = word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
        never.add(word);
        never.add(word + "s");
        never.add(Singular.of(word));
        never.add(stem + "ed");
        never.add(stem + "ing");
        if (word.endsWith("y")) {
            String root = word.substring(0, word.length() - 1);
            never.add(root + "ies");
            never.add(root + "ied");
        } else if (!word.endsWith("e") && word.length() > 2) {
            char last = word.charAt(word.length() - 1);
            never.add(word + "es");
            never.add(word + last + "ed");
            never.add(word + last + "ing");
        }
    }

    /** May the word, in lower case and singular, be part of a tag? */
    boolean mayStand(String word) {
        boolean longEnough =
                word.length() > 2 || SHORT_TOPICS.contains(word) || (word.length() == 2 && word.charAt(0) > 0x2E80);
        return longEnough
                && word.length() <= LONGEST
                && word.chars().anyMatch(Character::isLetter)
                && !never.contains(word)
                && !(word.endsWith("ly") && word.length() > 4 && !NOT_ADVERBS.contains(word))
                && !isKoreanVerb(word);
    }

    private static boolean isKoreanVerb(String word) {
        return word.charAt(0) >= 0xAC00 && word.charAt(0) <= 0xD7A3 && word.endsWith("다");
    }

    /** Is it one word in spite of its inner capitals? In lower case. */
    boolean isName(String word) {
        return names.contains(word);
    }

    /** A participle names nothing at a phrase's end: "fields listed", "topic creating". */
    boolean isBadEnding(String word) {
        return (word.endsWith("ed") && word.length() > 4 && !word.endsWith("eed"))
                || (word.endsWith("ing") && word.length() > 4 && !TOPICS_IN_ING.contains(word));
    }

    /** Does the word say nothing by itself? */
    boolean isGeneric(String word) {
        return generic.contains(word);
    }
}
