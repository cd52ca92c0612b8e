package dev.colophon.ai.model;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.embedding.RemoteEmbeddings;
import dev.colophon.ai.guard.GuardFactory;
import dev.colophon.ai.guard.IntegrationGuards;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.spend.AccountBook;
import dev.colophon.ai.spend.Admissions;
import dev.colophon.ai.spend.AdmissionsAhead;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.UsageOutbox;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.replay.ReplayBudget;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.web.security.ServiceTokens;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Gives every service the fallback chain: over what its clients chose, and the operator's providers that have a key. */
@AutoConfiguration(
        afterName = {
            "dev.colophon.messaging.MessagingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration",
            "dev.colophon.web.security.SecurityAutoConfiguration",
            "dev.colophon.ai.account.AccountsAutoConfiguration",
            "dev.colophon.ai.provider.ProviderAutoConfiguration",
            "io.github.resilience4j.springboot3.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
            "io.github.resilience4j.springboot3.timelimiter.autoconfigure.TimeLimiterAutoConfiguration"
        })
@EnableConfigurationProperties(AiProperties.class)
@PropertySource("classpath:dev/colophon/ai/model/defaults.properties")
public class LanguageModelAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LanguageModelAutoConfiguration.class);

    /** As many questions at once as an account book answers well; others wait in line here, and not in its memory. */
    private static final ConnectionProvider LINE = ConnectionProvider.builder("admissions")
            .maxConnections(64)
            .pendingAcquireMaxCount(10_000)
            .pendingAcquireTimeout(Duration.ofSeconds(3))
            .maxIdleTime(Duration.ofSeconds(20))
            .build();

    @Bean
    GuardFactory providerGuards(
            ObjectProvider<Clock> clocks,
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
                clocks.getIfUnique(Clock::systemUTC));
    }

    @Bean
    IntegrationGuards integrationGuards(GuardFactory guards, AiProperties properties) {
        return new IntegrationGuards(guards, properties.call().limits());
    }

    @Bean(destroyMethod = "close")
    ProviderThreads providerThreads() {
        return new ProviderThreads();
    }

    @Bean
    @ConditionalOnMissingBean
    Admissions admissions(
            AiProperties properties, ObjectProvider<WebClient.Builder> clients, ObjectProvider<ServiceTokens> tokens) {
        return properties
                .admittingService()
                .map(url -> new Admissions(usageService(url, clients), issuing(tokens)))
                .orElseGet(() -> {
                    if (properties.accounts()) {
                        LOG.warn("colophon.ai.usage-service-url is not set, or admission is switched off:"
                                + " calls on clients' accounts are neither reserved nor limited");
                    }
                    return Admissions.none();
                });
    }

    /**
     * Null where there is no account book: without one nothing can be set aside for replays. No condition of the bean, since
     * a packed service has decided on its beans before it knows its settings.
     */
    @Bean
    @ConditionalOnMissingBean(ReplayBudget.class)
    @Nullable
    AccountBook accountBook(
            AiProperties properties, ObjectProvider<WebClient.Builder> clients, ObjectProvider<ServiceTokens> tokens) {
        return properties
                .admittingService()
                .map(url -> new AccountBook(usageService(url, clients), issuing(tokens)))
                .orElse(null);
    }

    private static Function<UUID, String> issuing(ObjectProvider<ServiceTokens> tokens) {
        SingletonSupplier<ServiceTokens> known = SingletonSupplier.of(tokens::getObject);
        return clientId -> known.obtain().issue(clientId);
    }

    private static WebClient usageService(String url, ObjectProvider<WebClient.Builder> clients) {
        return clients.getIfAvailable(WebClient::builder)
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(LINE)))
                .baseUrl(url)
                .build();
    }

    @Bean
    AiMetrics aiMetrics(ObjectProvider<MeterRegistry> meters) {
        return new AiMetrics(meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean(destroyMethod = "close")
    AdmissionsAhead admissionsAhead(Admissions admissions, AiProperties properties) {
        return new AdmissionsAhead(admissions, properties.admitAhead());
    }

    @Bean
    PaidAttempts paidAttempts(Admissions admissions, AdmissionsAhead ahead) {
        return new PaidAttempts(admissions, ahead);
    }

    @Bean
    @ConditionalOnMissingBean
    FallbackChain fallbackChain(
            AiProperties properties,
            GuardFactory guards,
            PaidAttempts attempts,
            ProviderThreads threads,
            ObjectProvider<AccountModels> accounts,
            AiMetrics metrics) {
        List<Candidate> operators = new LanguageModels(properties, guards, guards.clock()).configured();
        return new FallbackChain(
                new Routes(operators, accounts.getIfAvailable()),
                new ChatAttempts(attempts, threads),
                metrics,
                guards.clock());
    }

    /** Present where a service knows its clients' accounts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("colophon.ai.accounts")
    static class ModelsOfClients {

        @Bean
        AccountModels accountModels(
                ClientAccounts accounts,
                ProviderModels models,
                ObjectProvider<SecretBox> secrets,
                IntegrationGuards guards) {
            return new AccountModels(accounts, models, secrets::getObject, guards);
        }

        @Bean
        RemoteEmbeddings remoteEmbeddings(
                ClientAccounts accounts,
                ProviderModels models,
                ObjectProvider<SecretBox> secrets,
                IntegrationGuards guards,
                PaidAttempts attempts,
                ProviderThreads threads,
                AiMetrics metrics,
                ObjectProvider<MeterRegistry> meters,
                GuardFactory factory) {
            return new RemoteEmbeddings(
                            models,
                            secrets::getObject,
                            guards,
                            attempts,
                            threads,
                            metrics,
                            meters.getIfAvailable(SimpleMeterRegistry::new),
                            factory.clock())
                    .following(accounts);
        }

        @Bean
        UsageOutbox usageOutbox(Outbox outbox) {
            return new UsageOutbox(outbox);
        }

        /** Up always: a provider that is away makes no service unfit. */
        @Bean
        HealthIndicator providersHealthIndicator(IntegrationGuards guards) {
            return () -> Health.up().withDetails(guards.states()).build();
        }
    }
}
