package dev.colophon.embedding.openai;

import dev.colophon.ai.account.Integration;
import java.util.List;

/** Who embeds for a request. */
sealed interface Route {

    /** The model that runs here. */
    record Local() implements Route {}

    /**
     * An account of the client's.
     *
     * @param chain the first choice, then those that stand in for it with vectors that can be compared
     * @param likeLocal whether the local model's vectors have as many dimensions
     */
    record Remote(List<Integration> chain, boolean likeLocal) implements Route {

        String model() {
            return chain.get(0).modelName();
        }
    }
}
