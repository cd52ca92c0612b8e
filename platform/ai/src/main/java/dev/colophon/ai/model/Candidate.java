package dev.colophon.ai.model;

import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.ai.spend.Target;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A language model that a call may be put to.
 *
 * @param maxOutputTokens of every answer; null where only the request limits it
 * @param chat opened when it is first asked; throws {@link IllegalArgumentException} for an account that cannot be used
 */
record Candidate(Target target, @Nullable Integer maxOutputTokens, ProviderGuards guards, Supplier<ChatModel> chat) {

    /** The longest answer; null where nothing limits it. */
    @Nullable
    Long longestAnswer(ChatRequest request) {
        return Optional.ofNullable(request.maxOutputTokens())
                .or(() -> Optional.ofNullable(maxOutputTokens))
                .map(Integer::longValue)
                .orElse(null);
    }
}
