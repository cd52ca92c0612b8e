package dev.colophon.ai.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.ai.spend.Target;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTokensTests {

    private final PromptTokens tokens = new PromptTokens();
    private final ChatRequest question = ChatRequest.builder()
            .messages(SystemMessage.from("hello world"), UserMessage.from("tokenization"))
            .build();

    /** "hello world" are two tokens and "tokenization" two, in both encodings. */
    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o-mini",
        "openai, gpt-3.5-turbo",
        "openai, gpt-4.1-nano",
        "openai, a-model-that-is-not-known",
        "azure_openai, our-deployment",
        "openai_compatible, mistral-small"
    })
    void countsTextsAsTheModelDoesAndWhatGoesAroundThem(String provider, String model) {
        assertThat(tokens.of(new Target(provider, model, null), question)).isEqualTo(3 + (4 + 2) + (4 + 2));
    }

    @Test
    void estimatesForModelsWhoseTokenizerIsNotAtHand() {
        assertThat(tokens.of(new Target("gemini", "gemini-2.5-flash", null), question))
                .isEqualTo(ApproximateTokens.of(question));
    }
}
