package dev.colophon.metadata.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the chunks of one streamed answer go by: what was used, which model served, how much was produced so far. One
 * subscriber at a time.
 */
final class ChatStream {

    static final String DONE = "[DONE]";

    private final ObjectMapper json;
    private final boolean wantsUsage;
    private ChatUsage usage = ChatUsage.UNKNOWN;
    private @Nullable String model;
    private @Nullable String id;
    private long producedCharacters;
    private boolean begun;
    private boolean done;

    ChatStream(ObjectMapper json, boolean wantsUsage) {
        this.json = json;
        this.wantsUsage = wantsUsage;
    }

    /**
     * Takes the data of one event.
     *
     * @return what is handed on; empty for the chunk that only tells usage, where nobody asked for it
     * @throws UnreadableChunkException for what is no chunk
     */
    Optional<String> pass(String data) {
        if (data.strip().equals(DONE)) {
            done = true;
            return Optional.of(DONE);
        }
        JsonNode chunk = read(data);
        begun = true;
        model = chunk.path("model").asText(model);
        id = chunk.path("id").asText(id);
        chunk.path("choices").forEach(choice -> producedCharacters += produced(choice.path("delta")));
        if (chunk.path("usage").isObject()) {
            usage = ChatUsage.of(chunk.path("usage"));
        }
        boolean onlyUsage =
                chunk.path("usage").isObject() && chunk.path("choices").isEmpty();
        return onlyUsage && !wantsUsage ? Optional.empty() : Optional.of(data);
    }

    /** What the provider said; where it did not, an estimate of what was produced until now. */
    ChatUsage usage(long estimatedInputTokens) {
        return usage.isKnown() ? usage : ChatUsage.estimated(estimatedInputTokens, producedCharacters);
    }

    Optional<String> model() {
        return Optional.ofNullable(model).filter(name -> !name.isBlank());
    }

    @Nullable
    String id() {
        return id;
    }

    /** Whether anything came. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the provider said that this was all. */
    boolean isDone() {
        return done;
    }

    private JsonNode read(String data) {
        try {
            JsonNode chunk = json.readTree(data);
            if (!chunk.isObject() || chunk.has("error")) {
                throw new UnreadableChunkException();
            }
            return chunk;
        } catch (JsonProcessingException e) {
            throw new UnreadableChunkException();
        }
    }

    private static long produced(JsonNode delta) {
        long characters = delta.path("content").asText("").length()
                + delta.path("reasoning_content").asText("").length();
        for (JsonNode call : delta.path("tool_calls")) {
            characters += call.path("function").path("name").asText("").length()
                    + call.path("function").path("arguments").asText("").length();
        }
        return characters;
    }

    /** The provider's stream holds something else than chunks; it says no more, as it may quote a text. */
    static final class UnreadableChunkException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableChunkException() {
            super("the stream holds something that is no chunk of an answer");
        }
    }
}
