package dev.colophon.ai.model;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to ask of a language model, how to read the answer, and what to do without one.
 *
 * @param operation for example {@code metadata}; tags metrics and the account book
 * @param reader checks and reads the answer
 * @param local answers when no provider did; runs on a thread that may block
 */
public record ModelCall<T>(
        String operation,
        ChatRequest request,
        AnswerReader<T> reader,
        @Nullable Supplier<? extends T> local) {

    /** A call that asks for JSON. */
    public static <T> ModelCall<T> of(String operation, String system, String user, AnswerReader<T> reader) {
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from(system), UserMessage.from(user))
                .responseFormat(ResponseFormat.JSON)
                .build();
        return new ModelCall<>(operation, request, reader, null);
    }

    /** The same call with a local answer as its last resort. */
    public ModelCall<T> orLocally(Supplier<? extends T> supplier) {
        return new ModelCall<>(operation, request, reader, supplier);
    }
}
