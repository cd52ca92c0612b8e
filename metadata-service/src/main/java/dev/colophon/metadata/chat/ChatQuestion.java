package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A request in the shape of OpenAI's {@code POST /v1/chat/completions}. What is not read here (tools, images, sampling,
 * whatever comes next) is handed on as it came.
 *
 * @param model an integration's name or id, the name of its model, or {@code default}; null for the one chosen for chat
 * @param wantsUsage whether a stream is to end with what was used
 */
record ChatQuestion(ObjectNode body, @Nullable String model, boolean stream, boolean wantsUsage) {

    private static final String STREAM_OPTIONS = "stream_options";
    private static final String INCLUDE_USAGE = "include_usage";

    /** @throws ProblemException {@code 400} naming the field */
    static ChatQuestion of(JsonNode json) {
        if (!(json instanceof ObjectNode body)) {
            throw wrong("body", "must be a JSON object");
        }
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw wrong("messages", "must be an array of at least one message");
        }
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).path("role").isTextual()) {
                throw wrong("messages[" + i + "].role", "must be a string");
            }
        }
        return new ChatQuestion(
                body,
                text(body, "model"),
                flag(body.path("stream"), "stream"),
                flag(body.path(STREAM_OPTIONS).path(INCLUDE_USAGE), STREAM_OPTIONS + "." + INCLUDE_USAGE));
    }

    /** What goes to a provider: its own name of the model, and always the wish to be told what a stream used. */
    ObjectNode forModel(String name) {
        ObjectNode sent = body.deepCopy();
        sent.put("model", name);
        if (stream) {
            sent.withObject("/" + STREAM_OPTIONS).put(INCLUDE_USAGE, true);
        }
        return sent;
    }

    /** Tokens of what is sent, by rule of thumb: for reservations, never for the bill. */
    long estimatedInputTokens() {
        return ApproximateTokens.ofCharacters(body.path("messages").toString().length()
                + body.path("tools").toString().length());
    }

    /** The longest answer that was allowed; null where nothing was said. */
    @Nullable
    Integer maxOutputTokens() {
        JsonNode most =
                body.hasNonNull("max_completion_tokens") ? body.path("max_completion_tokens") : body.path("max_tokens");
        return most.canConvertToInt() && most.asInt() > 0
                ? (int) Math.min(Integer.MAX_VALUE, (long) most.asInt() * choices())
                : null;
    }

    private int choices() {
        return Math.max(1, body.path("n").asInt(1));
    }

    private static @Nullable String text(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw wrong(field, "must be the name of a model");
        }
        return value.asText();
    }

    private static boolean flag(JsonNode value, String field) {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(field, "must be true or false");
        }
        return value.asBoolean();
    }

    private static ProblemException wrong(String field, String message) {
        return ProblemException.badRequest("The request is not valid", new FieldError(field, message));
    }
}
