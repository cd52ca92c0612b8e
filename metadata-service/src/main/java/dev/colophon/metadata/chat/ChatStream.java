package dev.colophon.metadata.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.ai.spend.CallRecord;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the chunks of one streamed answer go by, and tells the attempt after each what was used until then: what the
 * provider says, or else an estimate from what was produced. One subscriber at a time.
 */
final class ChatStream {

    private static final String DONE = "[DONE]";

    private final ObjectMapper json;
    private final ChatQuestion question;
    private final CallRecord.Running attempt;
    private @Nullable String model;
    private @Nullable String id;
    private long producedCharacters;
    private boolean told;
    private boolean done;

    ChatStream(ObjectMapper json, ChatQuestion question, CallRecord.Running attempt) {
        this.json = json;
        this.question = question;
        this.attempt = attempt;
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
        ObjectNode chunk = read(data);
        model = chunk.path("model").asText(model);
        id = chunk.path("id").asText(id);
        chunk.path("choices").forEach(choice -> producedCharacters += produced(choice.path("delta")));
        if (chunk.path("usage").isObject()) {
            return used(chunk, data);
        }
        if (!told) {
            attempt.answered(ChatUsage.estimated(id, model, question.estimatedInputTokens(), producedCharacters));
        }
        return Optional.of(data);
    }

    /** Whether the provider said that this was all. */
    boolean isDone() {
        return done;
    }

    private Optional<String> used(ObjectNode chunk, String data) {
        told = true;
        attempt.answered(ChatUsage.of(chunk.path("usage"), id, model));
        if (!question.wantsUsage()) {
            return chunk.path("choices").isEmpty() ? Optional.empty() : Optional.of(data);
        }
        Optional<BigDecimal> cost = attempt.cost();
        cost.ifPresent(amount -> chunk.withObject("/usage").put("cost", amount));
        return Optional.of(cost.isPresent() ? chunk.toString() : data);
    }

    private ObjectNode read(String data) {
        try {
            if (json.readTree(data) instanceof ObjectNode chunk && !chunk.hasNonNull("error")) {
                return chunk;
            }
            throw new UnreadableChunkException();
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
