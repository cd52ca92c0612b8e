package dev.colophon.metadata.chat;

import dev.colophon.ai.model.AiProperties;
import dev.colophon.ai.provider.ChatRelay;
import dev.colophon.ai.provider.ProviderConnections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the relay on the connections that all providers share. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    @Bean
    ChatRelay chatRelay(ProviderConnections connections, AiProperties properties) {
        return new ChatRelay(connections, properties.call().timeout());
    }
}
