package dev.colophon.metadata.content;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules of this feature, with their settings. */
@Configuration(proxyBeanMethods = false)
class ContentConfiguration {

    @Bean
    RefreshPolicy refreshPolicy(RefreshProperties settings) {
        return new RefreshPolicy(settings);
    }
}
