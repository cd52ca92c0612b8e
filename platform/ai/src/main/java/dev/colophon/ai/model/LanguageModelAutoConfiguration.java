package dev.colophon.ai.model;

import dev.colophon.ai.spend.Admissions;
import dev.colophon.web.security.ServiceTokens;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.PropertySource;
import org.springframework.web.reactive.function.client.WebClient;

/** Gives every service the fallback chain over the providers that have a key. */
@AutoConfiguration(
        afterName = {
            "dev.colophon.messaging.MessagingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration",
            "dev.colophon.web.security.SecurityAutoConfiguration",
            "io.github.resilience4j.springboot3.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
            "io.github.resilience4j.springboot3.timelimiter.autoconfigure.TimeLimiterAutoConfiguration"
        })
@EnableConfigurationProperties(AiProperties.class)
@PropertySource("classpath:dev/colophon/ai/model/defaults.properties")
public class LanguageModelAutoConfiguration {

    @Bean
    GuardFactory providerGuards(
            AiProperties properties,
            ObjectProvider<RetryRegistry> retries,
            ObjectProvider<CircuitBreakerRegistry> circuits,
            ObjectProvider<RateLimiterRegistry> rates,
            ObjectProvider<BulkheadRegistry> bulkheads,
            ObjectProvider<TimeLimiterRegistry> times) {
        return new GuardFactory(
                retries.getIfUnique(RetryRegistry::ofDefaults),
                circuits.getIfUnique(CircuitBreakerRegistry::ofDefaults),
                rates.getIfUnique(RateLimiterRegistry::ofDefaults),
                bulkheads.getIfUnique(BulkheadRegistry::ofDefaults),
                times.getIfUnique(TimeLimiterRegistry::ofDefaults),
                properties.call());
    }

    @Bean
    @ConditionalOnMissingBean
    Admissions admissions(
            AiProperties properties, ObjectProvider<WebClient.Builder> clients, ObjectProvider<ServiceTokens> tokens) {
        return properties
                .admittingService()
                .map(url -> new Admissions(
                        clients.getIfAvailable(WebClient::builder).baseUrl(url).build(),
                        clientId -> tokens.getObject().issue(clientId)))
                .orElseGet(Admissions::none);
    }

    @Bean
    @ConditionalOnMissingBean
    FallbackChain fallbackChain(
            AiProperties properties,
            GuardFactory guards,
            ObjectProvider<Clock> clocks,
            ObjectProvider<MeterRegistry> meters) {
        Clock clock = clocks.getIfUnique(Clock::systemUTC);
        return new FallbackChain(
                new LanguageModels(properties, clock)
                        .configured().stream()
                                .map(model -> new GuardedModel(model, guards.of(model.provider()), clock))
                                .toList(),
                new AiMetrics(meters.getIfAvailable(SimpleMeterRegistry::new)),
                clock);
    }
}
