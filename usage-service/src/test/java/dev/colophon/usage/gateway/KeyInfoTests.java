package dev.colophon.usage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyInfoTests {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void needsNothingButWhatWasSpent() {
        KeyInfo key = read("{\"info\": {\"spend\": 2e-06}}").orElseThrow();

        assertThat(key.spend()).isEqualByComparingTo("0.000002");
        assertThat(key.maxBudget()).isNull();
        assertThat(key.since()).isNull();
        assertThat(read("{\"info\": {\"spend\": null}}")).isEmpty();
        assertThat(read("{\"key\": \"x\"}")).isEmpty();
        assertThat(read("{\"info\": {\"spend\": 1e300000000}}")).isEmpty();
    }

    @Test
    void readsTimesWithAndWithoutOffset() {
        assertThat(since("30d", "2026-12-01T00:00:00Z")).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(since("1mo", "2026-12-01T00:00:00")).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(since("12h", "2026-12-01T02:00:00.123000+02:00"))
                .isEqualTo(Instant.parse("2026-11-30T12:00:00.123Z"));
        assertThat(since("fortnight", "2026-12-01T00:00:00Z")).isNull();
        assertThat(since("1d", "tomorrow")).isNull();
    }

    @Test
    void findsASharedBudgetAndNeverTheKey() {
        KeyInfo key = read("{\"key\": \"sk-secret\", \"info\": {\"spend\": 1, \"key_name\": \"sk-secret\","
                        + " \"max_budget\": null, \"litellm_budget_table\": {\"max_budget\": 7.5}}}")
                .orElseThrow();

        assertThat(key.maxBudget()).isEqualByComparingTo("7.5");
        assertThat(key.toString()).doesNotContain("sk-secret");
    }

    private static Instant since(String duration, String resetAt) {
        return read("{\"info\": {\"spend\": 1.5, \"budget_duration\": \"" + duration + "\", \"budget_reset_at\": \""
                        + resetAt + "\"}}")
                .orElseThrow()
                .since();
    }

    private static Optional<KeyInfo> read(String body) {
        try {
            return KeyInfo.of(
                    JSON.readTree(body),
                    new Gateway(
                            Integration.of(Map.of(
                                            "id", UUID.randomUUID().toString(),
                                            "type", "openai_compatible",
                                            "subtype", "gateway",
                                            "name", "proxy",
                                            "base_url", "https://llm.example/litellm/v1/"))
                                    .orElseThrow(),
                            new Credentials("sk-secret")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
