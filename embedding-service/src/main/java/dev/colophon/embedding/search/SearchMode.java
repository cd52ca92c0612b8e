package dev.colophon.embedding.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What decides which items are found. */
enum SearchMode {
    /** Meaning and words, their ranks fused. */
    @JsonProperty("hybrid")
    HYBRID,
    /** Meaning alone. */
    @JsonProperty("semantic")
    SEMANTIC,
    /** Words alone. */
    @JsonProperty("keyword")
    KEYWORD;

    boolean byMeaning() {
        return this != KEYWORD;
    }

    boolean byWords() {
        return this != SEMANTIC;
    }
}
