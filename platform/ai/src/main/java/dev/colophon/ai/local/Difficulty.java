package dev.colophon.ai.local;

/**
 * How hard a text is to read, with the figures that say so.
 *
 * @param score 0 to 1, 1 is hardest
 * @param words read
 * @param fleschReadingEase 206.835 - 1.015 words per sentence - 84.6 syllables per word; high is easy; 0 for texts without English letters
 * @param fleschKincaidGrade 0.39 words per sentence + 11.8 syllables per word - 15.59: years of school
 * @param smog 1.043 root(30 words of three syllables or more per sentence) + 3.1291: years of school
 * @param technicalShare the share of content words that are names from code, acronyms or terms of the trade
 * @param codeDensity the share of characters that are code
 */
public record Difficulty(
        DifficultyLevel level,
        double score,
        int words,
        double fleschReadingEase,
        double fleschKincaidGrade,
        double smog,
        double technicalShare,
        double codeDensity) {}
