package dev.colophon.embedding.vector;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * The words of engineers' texts: an identifier is found as a whole and by its parts ({@code KafkaListenerEndpoint},
 * {@code max.poll.records}), English words by their stems, Chinese, Japanese and Korean by pairs of characters.
 */
public final class WordsAnalyzer extends Analyzer {

    private static final int MAX_WORD_LENGTH = 80;

    private static final int SPLIT_IDENTIFIERS = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
            | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
            | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
            | WordDelimiterGraphFilter.SPLIT_ON_NUMERICS
            | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE
            | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;

    private final boolean splitsIdentifiers;

    private WordsAnalyzer(boolean splitsIdentifiers) {
        this.splitsIdentifiers = splitsIdentifiers;
    }

    /** For texts, and for what may be a part of an identifier. */
    public static WordsAnalyzer withParts() {
        return new WordsAnalyzer(true);
    }

    /** For what a query names as a whole. */
    public static WordsAnalyzer wholeOnly() {
        return new WordsAnalyzer(false);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer words = new StandardTokenizer();
        TokenStream pairs = new CJKBigramFilter(new CJKWidthFilter(words));
        TokenStream parts = splitsIdentifiers
                ? new FlattenGraphFilter(new WordDelimiterGraphFilter(pairs, SPLIT_IDENTIFIERS, null))
                : pairs;
        TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(parts));
        TokenStream told = new StopFilter(folded, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        TokenStream stems = new PorterStemFilter(new LengthFilter(told, 1, MAX_WORD_LENGTH));
        return new TokenStreamComponents(words, new RemoveDuplicatesTokenFilter(stems));
    }
}
