package dev.colophon.ai.local;

import dev.colophon.ai.local.text.SentenceSplitter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Gives every service the local language tools. */
@AutoConfiguration
public class LocalLanguageAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LocalLanguage localLanguage() {
        return LocalLanguage.load();
    }

    @Bean
    SentenceSplitter sentenceSplitter(LocalLanguage language) {
        return language.sentences();
    }

    @Bean
    KeywordExtractor keywordExtractor(LocalLanguage language) {
        return language.keywords();
    }

    @Bean
    TagMaker tagMaker(LocalLanguage language) {
        return language.tags();
    }

    @Bean
    Summarizer summarizer(LocalLanguage language) {
        return language.summaries();
    }

    @Bean
    DifficultyRater difficultyRater(LocalLanguage language) {
        return language.difficulty();
    }

    @Bean
    MetadataQuality metadataQuality(LocalLanguage language) {
        return language.quality();
    }
}
