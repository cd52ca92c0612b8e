package dev.colophon.web.openapi;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Names the OpenAPI document after the service and adds what all operations share. */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {

    @Bean
    OpenApiDefaults openApiDefaults(Environment environment) {
        return new OpenApiDefaults(environment.getProperty("spring.application.name", "Colophon"));
    }
}
