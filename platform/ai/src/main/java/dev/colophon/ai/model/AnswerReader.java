package dev.colophon.ai.model;

/** Turns a model's text into what was asked for. */
@FunctionalInterface
public interface AnswerReader<T> {

    /** Throws {@link UnusableAnswerException} when the text is not that; the next provider is asked then. */
    T read(String answer) throws UnusableAnswerException;
}
