package dev.colophon.ai.provider;

import dev.colophon.web.outbound.OutboundUrls;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Gives every service the models of providers, on one pool of connections. */
@AutoConfiguration(afterName = "dev.colophon.ai.local.embedding.LocalEmbeddingAutoConfiguration")
public class ProviderAutoConfiguration {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Bean
    @ConditionalOnMissingBean
    ProviderConnections providerConnections(ObjectProvider<Clock> clocks, ObjectProvider<OutboundUrls> outbound) {
        return new ProviderConnections(
                clocks.getIfUnique(Clock::systemUTC),
                outbound.getIfAvailable(() -> new OutboundUrls(List.of()))::check);
    }

    @Bean
    @ConditionalOnMissingBean
    ProviderModels providerModels(
            ProviderConnections connections, Environment environment, ObjectProvider<EmbeddingModel> local) {
        Duration timeout = environment.getProperty("colophon.ai.call.timeout", Duration.class, TIMEOUT);
        return new ProviderModels(connections, timeout, () -> Optional.ofNullable(local.getIfUnique()));
    }
}
