package dev.colophon.ai.provider;

import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** An answer that was read and whose vectors nobody can use; it says what it used all the same. */
public final class UnusableVectorsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the vectors. */
    public enum Fault {
        /** Two have the same index, or one has that of no text. */
        INDEX,
        /** One is neither numbers nor base64. */
        ENCODING
    }

    private final Fault fault;
    private final String model;
    private final transient @Nullable TokenUsage usage;

    UnusableVectorsException(Fault fault, String message, String model, @Nullable TokenUsage usage) {
        super(message);
        this.fault = fault;
        this.model = model;
        this.usage = usage;
    }

    public Fault fault() {
        return fault;
    }

    /** The model that served. */
    public String model() {
        return model;
    }

    /** Null where the provider did not say. */
    public @Nullable TokenUsage usage() {
        return usage;
    }
}
