package dev.colophon.ai.local;

import java.util.List;

/** Keywords of one text, best first, and how they were found. */
public record Keywords(List<Keyword> keywords, Method method) {

    /** From the best to the last resort. */
    public enum Method {
        /** YAKE's term scores over maximal phrases. */
        YAKE,
        /** Frequency and position, for texts too short for statistics. */
        FREQUENCY,
        /** The words of the title, for want of a text. */
        TITLE,
        /** There was nothing to read. */
        NONE
    }
}
