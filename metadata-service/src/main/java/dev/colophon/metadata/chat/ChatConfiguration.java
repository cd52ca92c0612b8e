package dev.colophon.metadata.chat;

import dev.colophon.ai.model.AiProperties;
import dev.colophon.ai.provider.ChatRelay;
import dev.colophon.ai.provider.ProviderConnections;
import dev.colophon.ai.provider.ProviderThreads;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the relay on the connections that all providers share. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    @Bean
    ChatRelay chatRelay(ProviderConnections connections, ProviderThreads threads, AiProperties properties) {
        return new ChatRelay(connections, threads, properties.call().timeout());
    }
}
