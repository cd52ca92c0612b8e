package dev.colophon.ai.guard;

import dev.colophon.ops.provider.ProviderStates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Shows operators the providers of services that ask some. */
@AutoConfiguration(afterName = "dev.colophon.ai.model.LanguageModelAutoConfiguration")
public class GuardStatesAutoConfiguration {

    @Bean
    @ConditionalOnBean(IntegrationGuards.class)
    ProviderStates providerStates(GuardFactory guards, IntegrationGuards integrations) {
        return new GuardStates(guards, integrations);
    }
}
