package dev.colophon.usage.price;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.usage.Amounts;
import dev.colophon.usage.price.Provenance.Origin;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads LiteLLM's price map: model to {@code input_cost_per_token}, {@code output_cost_per_token}, {@code mode} and {@code
 * litellm_provider}. What cannot be a price here is skipped with the reason, and what is simplified is noted.
 */
final class LiteLlmPriceMap {

    private static final Map<String, String> PROVIDERS = Map.of(
            "openai", "openai",
            "azure", "azure_openai",
            "gemini", "gemini",
            "anthropic", "anthropic");
    private static final Set<String> MODES = Set.of("chat", "completion", "responses", "embedding");
    private static final int MILLION = 6;
    private static final int DECIMALS = 10;

    /** @param note what the price leaves out; null for nothing */
    record Read(Price price, @Nullable String note) {}

    record Skipped(String model, String reason) {}

    private final List<Read> read = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final LocalDate effectiveFrom;
    private final LocalDate today;

    private LiteLlmPriceMap(LocalDate effectiveFrom, LocalDate today) {
        this.effectiveFrom = effectiveFrom;
        this.today = today;
    }

    /**
     * @param effectiveFrom the first day of all prices in the map, which has no dates
     * @param today when it was read
     */
    static LiteLlmPriceMap of(JsonNode map, LocalDate effectiveFrom, LocalDate today) {
        LiteLlmPriceMap result = new LiteLlmPriceMap(effectiveFrom, today);
        map.properties().forEach(entry -> result.add(entry.getKey(), entry.getValue()));
        return result;
    }

    List<Read> read() {
        return read;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    private void add(String key, JsonNode entry) {
        if (key.equals("sample_spec")) {
            return;
        }
        Optional<String> reason = unusable(key, entry);
        if (reason.isPresent()) {
            skipped.add(new Skipped(key, reason.get()));
            return;
        }
        String provider = PROVIDERS.getOrDefault(entry.path("litellm_provider").asText(), "");
        String model = key.substring(key.indexOf('/') + 1);
        boolean embeds = entry.path("mode").asText().equals("embedding");
        BigDecimal output = embeds ? null : perMillion(entry.path("output_cost_per_token"));
        BigDecimal cached = entry.path("cache_read_input_token_cost").isNumber()
                ? perMillion(entry.path("cache_read_input_token_cost"))
                : null;
        Price price = new Price(
                provider,
                model,
                effectiveFrom,
                perMillion(entry.path("input_cost_per_token")),
                cached,
                output,
                new Provenance(Origin.OPERATOR, "LiteLLM price map", today, false));
        read.add(new Read(price, note(entry)));
    }

    private static Optional<String> unusable(String key, JsonNode entry) {
        if (!entry.isObject()) {
            return Optional.of("is no object");
        }
        String provider = entry.path("litellm_provider").asText();
        if (!PROVIDERS.containsKey(provider)) {
            return Optional.of("the provider \"" + provider + "\" is not one of those offered here");
        }
        String mode = entry.path("mode").asText();
        if (!MODES.contains(mode)) {
            return Optional.of("the mode \"" + mode + "\" is neither chat nor embedding");
        }
        if (key.indexOf('/') != key.lastIndexOf('/')) {
            return Optional.of("the price is of one region or tier, which calls do not name");
        }
        if (!isPrice(entry.path("input_cost_per_token"))) {
            return Optional.of("has no input_cost_per_token");
        }
        return mode.equals("embedding") || isPrice(entry.path("output_cost_per_token"))
                ? Optional.empty()
                : Optional.of("has no output_cost_per_token");
    }

    private static @Nullable String note(JsonNode entry) {
        boolean tiered = entry.properties().stream()
                .anyMatch(field -> field.getKey().matches("(in|out)put_cost_per_token_above_\\d+k_tokens"));
        return tiered ? "long inputs cost more, which this price leaves out" : null;
    }

    private static boolean isPrice(JsonNode amount) {
        return amount.isNumber()
                && Amounts.areReckonable(amount.decimalValue())
                && amount.decimalValue().signum() >= 0
                && amount.decimalValue().compareTo(BigDecimal.ONE) < 0;
    }

    private static BigDecimal perMillion(JsonNode amount) {
        return amount.decimalValue().movePointRight(MILLION).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }
}
