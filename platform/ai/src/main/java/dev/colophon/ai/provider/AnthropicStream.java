package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the events of one streamed message together and tells its parts; used by one thread. */
final class AnthropicStream {

    private final StreamingChatResponseHandler handler;
    private final StringBuilder text = new StringBuilder();
    private final List<ToolExecutionRequest> calls = new ArrayList<>();
    private final ObjectNode usage = ProviderJson.mapper().createObjectNode();
    private final StringBuilder arguments = new StringBuilder();
    private JsonNode message = MissingNode.getInstance();
    private JsonNode stopReason = MissingNode.getInstance();
    private @Nullable JsonNode openCall;

    AnthropicStream(StreamingChatResponseHandler handler) {
        this.handler = handler;
    }

    void on(JsonNode event) {
        switch (event.path("type").asText()) {
            case "message_start" -> {
                message = event.path("message");
                count(message.path("usage"));
            }
            case "content_block_start" -> begin(event.path("content_block"));
            case "content_block_delta" -> add(event.path("delta"));
            case "content_block_stop" -> endCall();
            case "message_delta" -> {
                stopReason = event.path("delta").path("stop_reason");
                count(event.path("usage"));
            }
            case "error" -> throw failure(event.path("error").path("type").asText());
            default -> {
                // pings, and what is yet to be invented
            }
        }
    }

    /** What has come so far; without a reason to stop where the stream was cut. */
    ChatResponse response() {
        return AnthropicMessages.response(message, text.toString(), calls, AnthropicTokenUsage.of(usage), stopReason);
    }

    private void begin(JsonNode block) {
        if (block.path("type").asText().equals("tool_use")) {
            openCall = block;
            arguments.setLength(0);
        }
    }

    private void add(JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> {
                String part = delta.path("text").asText();
                text.append(part);
                handler.onPartialResponse(part);
            }
            case "input_json_delta" -> argument(delta.path("partial_json").asText());
            default -> {
                // thinking and signatures
            }
        }
    }

    private void argument(String part) {
        JsonNode call = openCall;
        if (call != null && !part.isEmpty()) {
            arguments.append(part);
            handler.onPartialToolCall(PartialToolCall.builder()
                    .index(calls.size())
                    .id(call.path("id").asText())
                    .name(call.path("name").asText())
                    .partialArguments(part)
                    .build());
        }
    }

    private void endCall() {
        JsonNode call = openCall;
        if (call != null) {
            openCall = null;
            ToolExecutionRequest complete =
                    AnthropicMessages.call(call, arguments.isEmpty() ? "{}" : arguments.toString());
            handler.onCompleteToolCall(new CompleteToolCall(calls.size(), complete));
            calls.add(complete);
        }
    }

    private void count(JsonNode part) {
        part.fields().forEachRemaining(field -> {
            if (field.getValue().isInt()) {
                usage.set(field.getKey(), field.getValue());
            }
        });
    }

    private static ProviderFailure failure(String type) {
        Kind kind =
                switch (type) {
                    case "rate_limit_error" -> Kind.THROTTLED;
                    case "overloaded_error", "api_error", "timeout_error" -> Kind.RETRIABLE;
                    default -> Kind.PERMANENT;
                };
        return new ProviderFailure(kind, Reach.UNANSWERED, "the stream ended in an error", null, null, null);
    }
}
