package dev.colophon.ai.model;

import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.ai.spend.Target;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens of a question before it is asked: by the tokenizer of the model where it is OpenAI's, by that of OpenAI's newest
 * models for others that speak its protocol, and by {@link ApproximateTokens} for all else. Takes CPU, some megabytes a
 * second.
 *
 * <p>Around messages as OpenAI's cookbook on counting tokens has it: four a message, one of them its role, and three that
 * begin the answer.
 */
final class PromptTokens {

    private static final Set<String> SPEAK_OPENAI = Set.of("openai", "azure_openai", "openai_compatible");
    private static final String NEWEST = "gpt-5";
    private static final int MOST_MODELS = 100;
    private static final int BEFORE_THE_ANSWER = 3;

    private final Map<String, TokenCountEstimator> tokenizers = new ConcurrentHashMap<>();

    long of(Target model, ChatRequest request) {
        if (!SPEAK_OPENAI.contains(model.provider())) {
            return ApproximateTokens.of(request);
        }
        TokenCountEstimator tokenizer = tokenizer(model.model());
        long tokens = BEFORE_THE_ANSWER;
        for (ChatMessage message : request.messages()) {
            // what goes around a message included
            tokens += tokenizer.estimateTokenCountInMessage(message);
        }
        return tokens;
    }

    private TokenCountEstimator tokenizer(String model) {
        TokenCountEstimator known = tokenizers.get(model);
        if (known != null) {
            return known;
        }
        if (tokenizers.size() >= MOST_MODELS) {
            // names are clients' to choose
            tokenizers.clear();
        }
        return tokenizers.computeIfAbsent(model, PromptTokens::newTokenizer);
    }

    private static TokenCountEstimator newTokenizer(String model) {
        try {
            return new OpenAiTokenCountEstimator(model);
        } catch (IllegalArgumentException unknown) {
            return new OpenAiTokenCountEstimator(NEWEST);
        }
    }
}
