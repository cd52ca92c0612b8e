package dev.colophon.usage.trial;

import dev.colophon.ai.provider.ProviderConnections;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.budget.OwnAttempts;
import dev.colophon.usage.integration.CredentialKeys;
import dev.colophon.usage.integration.Integrations;
import dev.colophon.web.outbound.OutboundUrls;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Providers as they are tried from here: every address is checked again when it is called. */
@Configuration(proxyBeanMethods = false)
class TrialConfiguration {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Bean
    Trials trials(
            Integrations integrations,
            OutboundUrls urls,
            CredentialKeys keys,
            OwnAttempts attempts,
            ClientTransactions transactions,
            Outbox outbox,
            Clock clock) {
        ProviderConnections connections = new ProviderConnections(clock, urls::check);
        ProviderModels models = new ProviderModels(connections, TIMEOUT, Optional::empty);
        return new Trials(integrations, new ProviderTrial(models), keys, attempts, transactions, outbox, clock);
    }
}
