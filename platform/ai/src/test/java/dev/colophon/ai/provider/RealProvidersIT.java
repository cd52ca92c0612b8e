package dev.colophon.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.account.Credentials;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Asks the providers themselves, for a fraction of a cent; runs only where their keys are set. */
class RealProvidersIT {

    private static final String SET = ".+";

    private final ProviderModels models = new ProviderModels(
            new ProviderConnections(Clock.systemUTC(), AddressRule.ANY), Duration.ofSeconds(60), Optional::empty);

    @Test
    @EnabledIfEnvironmentVariable(named = "OPENAI_API_KEY", matches = SET, disabledReason = "OPENAI_API_KEY is not set")
    void openAiAnswersInJsonAndSaysWhatItUsed() {
        answersInJson(Integrations.chatting("openai", null, "gpt-4o-mini"), "OPENAI_API_KEY");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "OPENAI_API_KEY", matches = SET, disabledReason = "OPENAI_API_KEY is not set")
    void openAiEmbedsInTheDimensionsAskedFor() {
        Integrations small = Integrations.chatting("openai", null, "text-embedding-3-small")
                .model(Map.of("model", "text-embedding-3-small", "dimensions", 256));

        assertThat(models.embedding(small.build(), key("OPENAI_API_KEY"))
                        .embedAll(List.of(TextSegment.from("a cat"), TextSegment.from("a dog")))
                        .content())
                .hasSize(2)
                .allSatisfy(embedding -> assertThat(embedding.dimension()).isEqualTo(256));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "GEMINI_API_KEY", matches = SET, disabledReason = "GEMINI_API_KEY is not set")
    void geminiAnswersInJsonAndSaysWhatItUsed() {
        answersInJson(Integrations.chatting("gemini", null, "gemini-2.5-flash"), "GEMINI_API_KEY");
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "ANTHROPIC_API_KEY",
            matches = SET,
            disabledReason = "ANTHROPIC_API_KEY is not set")
    void anthropicAnswersInJsonAndSaysWhatItUsed() {
        answersInJson(Integrations.chatting("anthropic", null, "claude-haiku-4-5"), "ANTHROPIC_API_KEY");
    }

    private void answersInJson(Integrations integration, String variable) {
        ChatResponse response = models.chat(integration.build(), key(variable))
                .chat(ChatRequest.builder()
                        .messages(
                                SystemMessage.from(
                                        "Answer with one JSON object {\"animal\": string} and nothing else."),
                                UserMessage.from("Name an animal that barks."))
                        .responseFormat(ResponseFormat.JSON)
                        .build());

        assertThat(response.aiMessage().text()).contains("animal").containsIgnoringCase("dog");
        assertThat(response.tokenUsage().inputTokenCount()).isPositive();
        assertThat(response.tokenUsage().outputTokenCount()).isPositive();
    }

    private static Credentials key(String variable) {
        return new Credentials(System.getenv(variable));
    }
}
