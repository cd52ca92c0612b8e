package dev.colophon.ai.model;

import dev.colophon.ai.spend.Attempt;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.function.Consumer;

/**
 * What to ask of a language model whose answer is wanted as it comes.
 *
 * @param operation for example {@code chat}
 * @param ended is told once of all attempts, however the stream ended, also when nobody listened any more
 */
public record StreamingCall(String operation, ChatRequest request, Consumer<List<Attempt>> ended) {}
