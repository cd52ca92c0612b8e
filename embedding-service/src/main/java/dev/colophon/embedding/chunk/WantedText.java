package dev.colophon.embedding.chunk;

import java.nio.charset.StandardCharsets;

/**
 * A text that a vector is wanted of.
 *
 * @param hash of the text and the chunker's version: equal texts of a client need one vector
 * @param tokens that the model reads that runs here
 * @param bytes of the text in UTF-8
 */
record WantedText(String hash, int tokens, int bytes) {

    private static final int BYTES_A_TOKEN = 4;

    static WantedText of(ChunkDraft draft) {
        return new WantedText(
                draft.contentHash(),
                draft.passage().tokens(),
                draft.passage().embeddedText().getBytes(StandardCharsets.UTF_8).length);
    }

    /**
     * The tokens of somebody else's model: as many as here, or as many as are reserved for an attempt, by the rule of thumb
     * of four bytes each, whichever are more. So what is set aside by it suffices.
     */
    int tokensElsewhere() {
        return Math.max(tokens, (bytes + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN);
    }
}
