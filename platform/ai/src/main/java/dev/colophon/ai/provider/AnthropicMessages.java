package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes requests and reads answers of Anthropic's Messages API, in texts; what uses tools goes through {@link ChatRelay}. */
final class AnthropicMessages {

    /** The API insists on a limit; this one where nobody set any. */
    private static final int OUTPUT_TOKENS = 4_096;

    private static final String JSON_ONLY = "Answer with one JSON object and nothing else.";

    private AnthropicMessages() {}

    static ObjectNode request(ChatRequest request) {
        ChatRequestParameters parameters = request.parameters();
        ObjectNode body = ProviderJson.mapper().createObjectNode();
        body.put("model", parameters.modelName());
        Integer limit = parameters.maxOutputTokens();
        body.put("max_tokens", limit == null ? OUTPUT_TOKENS : limit);
        put(body, "temperature", parameters.temperature());
        put(body, "top_p", parameters.topP());
        if (parameters.stopSequences() != null && !parameters.stopSequences().isEmpty()) {
            ArrayNode stops = body.putArray("stop_sequences");
            parameters.stopSequences().forEach(stops::add);
        }
        String system = system(request.messages(), parameters.responseFormat());
        if (!system.isEmpty()) {
            body.put("system", system);
        }
        ArrayNode messages = body.putArray("messages");
        request.messages().forEach(message -> add(messages, message));
        return body;
    }

    private static void put(ObjectNode body, String name, @Nullable Double value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    /** The API has no switch for JSON: the instructions say it. */
    private static String system(List<ChatMessage> messages, @Nullable ResponseFormat format) {
        List<String> texts = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof SystemMessage system) {
                texts.add(system.text());
            }
        }
        if (format != null && format.type() == ResponseFormatType.JSON) {
            texts.add(JSON_ONLY);
            if (format.jsonSchema() != null) {
                Map<String, Object> schema =
                        JsonSchemaElementUtils.toMap(format.jsonSchema().rootElement());
                texts.add("Its JSON Schema is: " + ProviderJson.mapper().valueToTree(schema));
            }
        }
        return String.join("\n\n", texts);
    }

    private static void add(ArrayNode messages, ChatMessage message) {
        if (message instanceof UserMessage user) {
            messages.addObject().put("role", "user").put("content", text(user));
        } else if (message instanceof AiMessage answer) {
            messages.addObject().put("role", "assistant").put("content", answer.text());
        }
    }

    private static String text(UserMessage user) {
        return user.contents().stream()
                .map(content -> {
                    if (content instanceof TextContent text) {
                        return text.text();
                    }
                    throw ProviderFailure.unusable("only texts are sent to this provider", null);
                })
                .collect(Collectors.joining("\n"));
    }

    static ChatResponse response(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : answer.path("content")) {
            // what a model thinks is not asked for
            if (block.path("type").asText().equals("text")) {
                text.append(block.path("text").asText());
            }
        }
        return ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text(text.isEmpty() ? null : text.toString())
                        .build())
                .id(answer.path("id").asText(null))
                .modelName(answer.path("model").asText(null))
                .tokenUsage(AnthropicTokenUsage.of(answer.path("usage")))
                .finishReason(finish(answer.path("stop_reason")))
                .build();
    }

    private static @Nullable FinishReason finish(JsonNode reason) {
        if (!reason.isTextual()) {
            return null;
        }
        return switch (reason.asText()) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens" -> FinishReason.LENGTH;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }
}
