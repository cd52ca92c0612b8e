package dev.colophon.web.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.jackson.ModelResolver;
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

    /** Describes bodies as the service's own JSON writes them. */
    @Bean
    ModelResolver modelResolver(ObjectMapper json) {
        return new ModelResolver(json).openapi31(true);
    }
}
