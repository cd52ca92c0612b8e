package dev.colophon.usage.trial;

import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.spend.ApproximateTokens;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes one small call: a word to embed, or a few tokens of chat. Blocks until the provider has answered. */
final class ProviderTrial {

    private static final String WORD = "lighthouse";
    private static final String QUESTION = "Answer with one word: which colour has a clear sky by day?";
    private static final int AROUND = 16;
    private static final int SAMPLE = 120;
    private static final int SHOWN_NUMBERS = 3;

    private final ProviderModels models;

    ProviderTrial(ProviderModels models) {
        this.models = models;
    }

    /** What a trial sends, about. */
    static long inputTokens(Integration integration) {
        return ApproximateTokens.of(integration.chats() ? QUESTION : WORD) + AROUND;
    }

    Trial run(Integration integration, Credentials credentials) {
        Duration timeout = models.timeout(integration);
        long start = System.nanoTime();
        try {
            Trial trial = integration.chats() ? chat(integration, credentials) : embed(integration, credentials);
            return clean(trial, credentials, millisSince(start));
        } catch (RuntimeException e) {
            return failed(e, integration, timeout, millisSince(start));
        }
    }

    private Trial chat(Integration integration, Credentials credentials) {
        ChatModel model = models.chat(integration, credentials);
        ChatResponse answer = model.chat(UserMessage.from(QUESTION));
        String text = answer.aiMessage() == null ? null : answer.aiMessage().text();
        return succeeded(
                integration, answer.metadata().modelName(), text == null ? "" : text.strip(), answer.tokenUsage());
    }

    private Trial embed(Integration integration, Credentials credentials) {
        EmbeddingModel model = models.embedding(integration, credentials);
        Response<List<Embedding>> answer = model.embedAll(List.of(TextSegment.from(WORD)));
        String fault = answer.content().size() == 1
                ? fault(answer.content().get(0).vector(), integration.model().dimensions())
                : "the model answered with " + answer.content().size() + " vectors for one text";
        if (fault != null) {
            return new Trial(true, "succeeded", integration.modelName(), null, fault, answer.tokenUsage(), 0);
        }
        return succeeded(integration, null, sample(answer.content().get(0).vector()), answer.tokenUsage());
    }

    private static Trial succeeded(
            Integration integration, @Nullable String served, String sample, @Nullable TokenUsage tokens) {
        String model = served == null || served.isBlank() ? integration.modelName() : served;
        return new Trial(true, "succeeded", model, sample, null, tokens, 0);
    }

    private static @Nullable String fault(float[] vector, @Nullable Integer expected) {
        if (vector.length == 0) {
            return "the model answered with an empty vector: is it a model for embeddings?";
        }
        if (expected != null && expected != vector.length) {
            return "the model makes vectors of " + vector.length + " numbers, and model_config.dimensions says "
                    + expected;
        }
        double length = 0;
        for (float number : vector) {
            length += (double) number * number;
        }
        if (!Double.isFinite(length)) {
            return "the model answered with a vector that holds something other than numbers";
        }
        return length == 0 ? "the model answered with a vector of zeros, which is like nothing" : null;
    }

    private static String sample(float[] vector) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < Math.min(SHOWN_NUMBERS, vector.length); i++) {
            text.append(vector[i]).append(", ");
        }
        return text + "...] " + vector.length + " numbers";
    }

    private static Trial failed(RuntimeException error, Integration integration, Duration timeout, long millis) {
        String words = new TrialWords(integration, timeout).of(error);
        if (error instanceof IllegalArgumentException) {
            return new Trial(false, "failed", integration.modelName(), null, words, null, millis);
        }
        ProviderFailure failure = ProviderFailures.of(error);
        String outcome = failure.reach() == Reach.UNANSWERED
                ? "unanswered"
                : failure.kind() == ProviderFailure.Kind.THROTTLED ? "throttled" : "failed";
        boolean sent = failure.reach() != Reach.NOT_SENT;
        return new Trial(sent, outcome, integration.modelName(), null, words, null, millis);
    }

    /** A provider that says the key back gets it into no answer of ours. */
    private static Trial clean(Trial trial, Credentials credentials, long millis) {
        String sample = withoutKey(trial.sample(), credentials.apiKey());
        String model = withoutKey(trial.model(), credentials.apiKey());
        return new Trial(
                trial.sent(), trial.outcome(), String.valueOf(model), sample, trial.error(), trial.tokens(), millis);
    }

    private static @Nullable String withoutKey(@Nullable String text, @Nullable String key) {
        if (text == null) {
            return null;
        }
        String safe = key == null ? text : text.replace(key, "***");
        return safe.length() > SAMPLE ? safe.substring(0, SAMPLE) : safe;
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
