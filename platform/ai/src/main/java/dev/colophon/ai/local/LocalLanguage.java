package dev.colophon.ai.local;

import dev.colophon.ai.local.text.SentenceSplitter;
import dev.colophon.ai.local.text.StopWords;

/**
 * All local language work, loaded once from the classpath in some 100 ms. Needs no key and no network, costs nothing,
 * and the same texts give the same answers. Thread-safe.
 */
public final class LocalLanguage {

    /** The provider that answers are attributed to. */
    public static final String PROVIDER = "local";

    /** The model that answers are attributed to. */
    public static final String MODEL = "colophon-local-1";

    private final SentenceSplitter sentences;
    private final KeywordExtractor keywords;
    private final TagMaker tags;
    private final Summarizer summaries;
    private final DifficultyRater difficulty;
    private final MetadataQuality quality;

    private LocalLanguage() {
        StopWords stopWords = StopWords.load();
        sentences = SentenceSplitter.load();
        keywords = new KeywordExtractor(sentences, stopWords);
        tags = new TagMaker(keywords, stopWords, TagWords.load(stopWords));
        summaries = new Summarizer(sentences, stopWords, tags);
        difficulty = new DifficultyRater(sentences, stopWords);
        quality = new MetadataQuality(stopWords);
    }

    public static LocalLanguage load() {
        return new LocalLanguage();
    }

    public SentenceSplitter sentences() {
        return sentences;
    }

    public KeywordExtractor keywords() {
        return keywords;
    }

    public TagMaker tags() {
        return tags;
    }

    public Summarizer summaries() {
        return summaries;
    }

    public DifficultyRater difficulty() {
        return difficulty;
    }

    public MetadataQuality quality() {
        return quality;
    }
}
