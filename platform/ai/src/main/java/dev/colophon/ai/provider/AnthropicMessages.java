package dev.colophon.ai.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes requests and reads answers of Anthropic's Messages API. */
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
        tools(body, parameters);
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
            add(messages.addObject().put("role", "assistant").putArray("content"), answer);
        } else if (message instanceof ToolExecutionResultMessage result) {
            messages.addObject()
                    .put("role", "user")
                    .putArray("content")
                    .addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", result.id())
                    .put("content", result.text());
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

    private static void add(ArrayNode content, AiMessage answer) {
        if (answer.text() != null && !answer.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", answer.text());
        }
        for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.name())
                    .set("input", arguments(call.arguments()));
        }
    }

    private static JsonNode arguments(@Nullable String json) {
        try {
            return ProviderJson.mapper().readTree(json == null || json.isBlank() ? "{}" : json);
        } catch (JsonProcessingException e) {
            throw ProviderFailure.unusable("the arguments of a tool call are no JSON", null);
        }
    }

    private static void tools(ObjectNode body, ChatRequestParameters parameters) {
        List<ToolSpecification> tools = parameters.toolSpecifications();
        if (tools == null || tools.isEmpty()) {
            return;
        }
        ArrayNode array = body.putArray("tools");
        for (ToolSpecification tool : tools) {
            ObjectNode one = array.addObject().put("name", tool.name());
            if (tool.description() != null) {
                one.put("description", tool.description());
            }
            Map<String, Object> schema = tool.parameters() == null
                    ? Map.of("type", "object", "properties", Map.of())
                    : JsonSchemaElementUtils.toMap(tool.parameters());
            one.set("input_schema", ProviderJson.mapper().valueToTree(schema));
        }
        ToolChoice choice = parameters.toolChoice();
        if (choice != null) {
            body.putObject("tool_choice")
                    .put("type", choice == ToolChoice.REQUIRED ? "any" : choice == ToolChoice.NONE ? "none" : "auto");
        }
    }

    static ChatResponse response(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (JsonNode block : answer.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "tool_use" -> calls.add(call(block, block.path("input").toString()));
                default -> {
                    // what a model thinks is not asked for
                }
            }
        }
        AnthropicTokenUsage usage = AnthropicTokenUsage.of(answer.path("usage"));
        return response(answer, text.toString(), calls, usage, answer.path("stop_reason"));
    }

    static ToolExecutionRequest call(JsonNode block, String arguments) {
        return ToolExecutionRequest.builder()
                .id(block.path("id").asText())
                .name(block.path("name").asText())
                .arguments(arguments)
                .build();
    }

    static ChatResponse response(
            JsonNode message,
            String text,
            List<ToolExecutionRequest> calls,
            @Nullable AnthropicTokenUsage usage,
            JsonNode stopReason) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text(text.isEmpty() ? null : text)
                        .toolExecutionRequests(calls)
                        .build())
                .id(message.path("id").asText(null))
                .modelName(message.path("model").asText(null))
                .tokenUsage(usage)
                .finishReason(finish(stopReason))
                .build();
    }

    private static @Nullable FinishReason finish(JsonNode reason) {
        if (!reason.isTextual()) {
            return null;
        }
        return switch (reason.asText()) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_EXECUTION;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }
}
