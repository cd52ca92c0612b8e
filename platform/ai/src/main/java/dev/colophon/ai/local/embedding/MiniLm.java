package dev.colophon.ai.local.embedding;

/** What is true of the local embedding model. */
public final class MiniLm {

    public static final String PROVIDER = "local";

    public static final String MODEL = "all-minilm-l6-v2";

    /** The revision of {@link Precision#FP32}: a vector of another revision is another vector. */
    public static final String REVISION = "fp32-256";

    public static final int DIMENSIONS = 384;

    /** Tokens of a text that the model reads, its two special ones included; the rest is cut off. */
    public static final int MAX_TOKENS = 256;

    private MiniLm() {}
}
