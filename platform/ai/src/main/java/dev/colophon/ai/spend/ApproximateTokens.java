package dev.colophon.ai.spend;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.nio.charset.StandardCharsets;

/**
 * Tokens by the rule of thumb of four bytes each, for what no tokenizer is at hand for: sizes of reservations, and what a
 * stream had produced when it was broken off. Never used where a provider said a number.
 */
public final class ApproximateTokens {

    private static final int BYTES_A_TOKEN = 4;
    private static final int AROUND_A_MESSAGE = 4;
    private static final int AN_IMAGE = 1_000;

    private ApproximateTokens() {}

    /** At least 1 for a text that is not empty. */
    public static long of(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN;
    }

    /** Of what was produced, by its length alone. */
    public static long ofCharacters(long characters) {
        return (characters + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN;
    }

    /** Of all that is sent. */
    public static long of(ChatRequest request) {
        long tokens = 0;
        for (ChatMessage message : request.messages()) {
            tokens += AROUND_A_MESSAGE + of(message);
        }
        if (request.toolSpecifications() != null) {
            for (ToolSpecification tool : request.toolSpecifications()) {
                tokens += of(tool.toString());
            }
        }
        return tokens;
    }

    private static long of(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return of(system.text());
        }
        if (message instanceof UserMessage user) {
            return user.contents().stream()
                    .mapToLong(content -> content instanceof TextContent text ? of(text.text()) : AN_IMAGE)
                    .sum();
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return of(result.text());
        }
        if (message instanceof AiMessage answer) {
            long calls = answer.toolExecutionRequests().stream()
                    .mapToLong(call -> of(call.name()) + of(String.valueOf(call.arguments())))
                    .sum();
            return calls + (answer.text() == null ? 0 : of(answer.text()));
        }
        return 0;
    }
}
