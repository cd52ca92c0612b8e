package dev.colophon.usage.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LiteLlmPriceMapTests {

    private static final String MAP = """
            {"sample_spec": {"litellm_provider": "one of", "mode": "chat"},
             "gpt-x": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-07,
                       "cache_read_input_token_cost": 7.5e-08, "output_cost_per_token": 6e-07,
                       "input_cost_per_token_above_272k_tokens": 3e-07},
             "azure/embed-x": {"litellm_provider": "azure", "mode": "embedding", "input_cost_per_token": 2e-08,
                               "output_cost_per_token": 0.0},
             "azure/us/gpt-x": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 2e-07,
                                "output_cost_per_token": 7e-07},
             "gemini/free": {"litellm_provider": "gemini", "mode": "chat", "input_cost_per_token": 0,
                             "output_cost_per_token": 0},
             "dall-e-x": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_pixel": 1e-08},
             "groq/llama": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 5e-08,
                            "output_cost_per_token": 8e-08},
             "claude-x": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": "3e-06",
                          "output_cost_per_token": 1.5e-05},
             "claude-y": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 3e-06}}
            """;

    private final LiteLlmPriceMap map = read();

    @Test
    void givesPricesForAMillionTokensExactly() {
        assertThat(map.read())
                .extracting(read -> PriceView.of(read.price()))
                .extracting(
                        PriceView::provider,
                        PriceView::model,
                        PriceView::input,
                        PriceView::cachedInput,
                        PriceView::output)
                .containsExactly(
                        tuple("openai", "gpt-x", "0.1500000000", "0.0750000000", "0.6000000000"),
                        tuple("azure_openai", "embed-x", "0.0200000000", null, null),
                        tuple("gemini", "free", "0.0000000000", null, "0.0000000000"));
    }

    @Test
    void notesWhereOnePriceCannotSayAll() {
        assertThat(map.read().get(0).note()).contains("long inputs cost more");
        assertThat(map.read().get(1).note()).isNull();
    }

    @Test
    void saysOfEachModelLeftOutWhy() {
        assertThat(map.skipped())
                .extracting(LiteLlmPriceMap.Skipped::model)
                .containsExactly("azure/us/gpt-x", "dall-e-x", "groq/llama", "claude-x", "claude-y");
        assertThat(map.skipped())
                .extracting(LiteLlmPriceMap.Skipped::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("region"),
                        reason -> assertThat(reason).contains("image_generation"),
                        reason -> assertThat(reason).contains("groq"),
                        reason -> assertThat(reason).contains("input_cost_per_token"),
                        reason -> assertThat(reason).contains("output_cost_per_token"));
    }

    private static LiteLlmPriceMap read() {
        try {
            return LiteLlmPriceMap.of(
                    JsonMapper.builder()
                            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            .build()
                            .readTree(MAP),
                    LocalDate.parse("2026-01-01"),
                    LocalDate.parse("2026-02-01"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
