package dev.colophon.metadata.draft;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DraftProperties.class)
class DraftConfiguration {

    @Bean
    DraftPrompt draftPrompt(DraftProperties settings) {
        return PromptLibrary.shipped().prompt(settings.promptVersion());
    }
}
