package dev.colophon.ai.embedding;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts texts into batches within an integration's limits, in order; a text over the limit of tokens goes alone. */
record Batches(int mostTexts, long mostTokens) {

    /**
     * OpenAI takes 2,048 texts and 300,000 tokens, Gemini 100 texts. A quarter of what OpenAI takes leaves several batches
     * to be sent at the same time; a server of one's own is asked for fewer tokens at once.
     */
    private static final int TEXTS = 512;

    private static final int TEXTS_GEMINI = 100;
    private static final int TOKENS_OPENAI = 200_000;
    private static final int TOKENS_OTHERS = 32_000;

    static Batches of(Integration integration) {
        ProviderType type = integration.type();
        boolean openAi = type == ProviderType.OPENAI || type == ProviderType.AZURE_OPENAI;
        int texts = type == ProviderType.GEMINI ? TEXTS_GEMINI : TEXTS;
        int tokens = openAi ? TOKENS_OPENAI : TOKENS_OTHERS;
        return new Batches(
                Optional.ofNullable(integration.performance().batchSize()).orElse(texts),
                Optional.ofNullable(integration.performance().batchTokens()).orElse(tokens));
    }

    List<List<Text>> cut(List<Text> texts) {
        List<List<Text>> batches = new ArrayList<>();
        List<Text> batch = new ArrayList<>();
        long tokens = 0;
        for (Text text : texts) {
            boolean full = batch.size() == mostTexts || tokens + text.tokens() > mostTokens;
            if (full && !batch.isEmpty()) {
                batches.add(batch);
                batch = new ArrayList<>();
                tokens = 0;
            }
            batch.add(text);
            tokens += text.tokens();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
