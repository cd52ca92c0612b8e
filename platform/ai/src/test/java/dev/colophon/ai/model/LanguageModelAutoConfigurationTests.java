package dev.colophon.ai.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.local.LocalLanguageAutoConfiguration;
import dev.colophon.ai.local.MetadataQuality;
import dev.colophon.ai.local.Summarizer;
import dev.colophon.ai.local.TagMaker;
import dev.colophon.messaging.replay.ReplayBudget;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LanguageModelAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LanguageModelAutoConfiguration.class, LocalLanguageAutoConfiguration.class))
            .withPropertyValues("colophon.ai.openai.api-key=", "colophon.ai.gemini.api-key=");

    @Test
    void asksNobodyWithoutAKey() {
        context.run(started -> {
            assertThat(started.getBean(FallbackChain.class).providers()).isEmpty();
            assertThat(started)
                    .hasSingleBean(TagMaker.class)
                    .hasSingleBean(Summarizer.class)
                    .hasSingleBean(MetadataQuality.class);
        });
    }

    @Test
    void takesKeysFromTheUsualEnvironmentVariables() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LanguageModelAutoConfiguration.class))
                .withSystemProperties("OPENAI_API_KEY=a-key", "GEMINI_API_KEY=another-key")
                .run(started -> assertThat(started.getBean(FallbackChain.class).providers())
                        .containsExactly("openai", "gemini"));
    }

    @Test
    void asksInTheConfiguredOrderBehindGuardsThatAreExported() {
        context.withBean(CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
                .withPropertyValues(
                        "colophon.ai.order=gemini,openai",
                        "colophon.ai.openai.api-key=a-key",
                        "colophon.ai.gemini.api-key=another-key")
                .run(started -> {
                    assertThat(started.getBean(FallbackChain.class).providers()).containsExactly("gemini", "openai");
                    assertThat(started.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers())
                            .extracting("name")
                            .containsExactlyInAnyOrder("ai-gemini", "ai-openai");
                });
    }

    @Test
    void refusesAnUnknownProviderAndAnAddressThatIsNone() {
        context.withPropertyValues("colophon.ai.order=openia")
                .run(started -> assertThat(started).hasFailed());
        context.withPropertyValues("colophon.ai.openai.base-url=file:/etc/passwd")
                .run(started -> assertThat(started).hasFailed());
    }

    @Test
    void setsMoneyAsideWhereThereIsAnAccountBook() {
        context.run(started -> assertThat(
                        started.getBeanProvider(ReplayBudget.class).getIfAvailable())
                .isNull());
        context.withPropertyValues("colophon.ai.usage-service-url=http://usage", "colophon.ai.admission=false")
                .run(started -> assertThat(
                                started.getBeanProvider(ReplayBudget.class).getIfAvailable())
                        .isNull());
        context.withPropertyValues("colophon.ai.usage-service-url=http://usage").run(started -> assertThat(
                        started.getBeanProvider(ReplayBudget.class).getIfAvailable())
                .isNotNull());
    }

    @Test
    void printsNoKey() {
        assertThat(new AiProperties.Provider("top-secret", null, null, null).toString())
                .doesNotContain("top-secret");
    }
}
