package dev.colophon.ai.model;

import dev.colophon.ai.spend.Target;
import dev.colophon.ai.spend.Usage;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.UUID;

/** A part of an answer, in the order it came. */
public sealed interface StreamPart {

    /** How much of the answer this is. */
    default long characters() {
        return 0;
    }

    /** Some text. */
    record Text(String text) implements StreamPart {

        @Override
        public long characters() {
            return text.length();
        }
    }

    /** Some arguments of a call of a tool; those with one index belong together. */
    record ToolCall(int index, String id, String name, String arguments) implements StreamPart {

        @Override
        public long characters() {
            return arguments.length();
        }
    }

    /**
     * The whole answer once more, and what it used.
     *
     * @param usage estimated where the provider did not say
     */
    record End(UUID callId, Target target, int attempt, ChatResponse response, Usage usage) implements StreamPart {}
}
