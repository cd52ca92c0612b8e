package dev.colophon.ai.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.provider.Integrations;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientAccountsTests {

    private final ClientAccounts accounts = new ClientAccounts();
    private final ClientId client = new ClientId(Ids.newId());
    private final UUID embedder = Ids.newId();
    private final UUID chatter = Ids.newId();

    @Test
    void asksOnlyWhoIsActiveAndAble() {
        integration(embedder, integration("openai").with("subtype", "embedding").fallback(chatter));
        integration(chatter, integration("anthropic").with("subtype", "llm"));
        configure("configuration/models", Map.of("default", embedder.toString()));

        assertThat(accounts.chain(client, "metadata"))
                .extracting(Integration::id)
                .containsExactly(chatter);
        assertThat(accounts.chain(client, "embedding"))
                .extracting(Integration::id)
                .containsExactly(embedder);

        integration(chatter, integration("anthropic").with("subtype", "llm").with("active", false));

        assertThat(accounts.chain(client, "metadata")).isEmpty();
        assertThat(accounts.chain(new ClientId(Ids.newId()), "metadata")).isEmpty();
    }

    @Test
    void readsLimitsAndKeepsCredentialsSealed() {
        integration(
                chatter,
                integration("openai_compatible")
                        .with("base_url", "http://models.example/v1")
                        .with("credentials", "v1.key.sealed")
                        .performance(Map.of("timeout_ms", 1500, "max_attempts", 2, "batch_size", 16)));

        Integration read = accounts.integration(client, chatter).orElseThrow();

        assertThat(read.performance().timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(read.performance().maxAttempts()).isEqualTo(2);
        assertThat(read.performance().batchSize()).isEqualTo(16);
        assertThat(read.sealedCredentials()).isEqualTo("v1.key.sealed");
        assertThat(read.toString()).doesNotContain("sealed");
    }

    @Test
    void treatsWhatCannotBeReadAsAbsent() {
        integration(chatter, integration("openai"));
        integration(chatter, integration("openai").model(Map.of("model", 7)));

        assertThat(accounts.integration(client, chatter)).isEmpty();
    }

    @Test
    void leavesDataSourcesAlone() {
        integration(chatter, integration("github").with("subtype", "data_source"));

        assertThat(accounts.integrations(client)).isEmpty();
    }

    private static Integrations integration(String type) {
        return Integrations.chatting(type, null, "a-model");
    }

    private void integration(UUID id, Integrations integration) {
        configure("integration/" + id, integration.id(id).values());
    }

    private void configure(String kind, Map<String, @Nullable Object> values) {
        accounts.apply(new ClientConfigured(client, kind, 1, values, Instant.EPOCH));
    }
}
