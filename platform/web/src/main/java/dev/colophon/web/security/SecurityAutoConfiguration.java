package dev.colophon.web.security;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.Problem;
import dev.colophon.web.problem.ProblemMapper;
import dev.colophon.web.problem.ProblemWriter;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.security.oauth2.resource.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Locks a service: internal tokens only. The gateway, which meets strangers, brings a filter chain of its own. */
@AutoConfiguration(
        before = {
            ReactiveOAuth2ResourceServerAutoConfiguration.class,
            ReactiveSecurityAutoConfiguration.class,
            ReactiveUserDetailsServiceAutoConfiguration.class,
            ReactiveManagementWebSecurityAutoConfiguration.class
        },
        afterName = "dev.colophon.web.WebAutoConfiguration")
@EnableConfigurationProperties(InternalSecurityProperties.class)
@EnableWebFluxSecurity
public class SecurityAutoConfiguration {

    @Bean
    ProblemSecurity problemSecurity(ProblemMapper mapper, ProblemWriter writer) {
        return new ProblemSecurity(mapper, writer);
    }

    /** Made when a service first asks another; until then no key is needed. */
    @Bean
    @Lazy
    ServiceTokens serviceTokens(InternalSecurityProperties properties, Clock clock, Environment environment) {
        String service = environment.getRequiredProperty("spring.application.name");
        return new ServiceTokens(service, InternalKeys.serviceKey(properties.serviceKey()), clock);
    }

    @Bean
    SecurityDefaults securityDefaults(ProblemSecurity problems, ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return new SecurityDefaults(problems, mappings);
    }

    /** An address that the firewall refuses is answered like every other wrong request. */
    @Bean
    ServerExchangeRejectedHandler problemFirewall(ProblemWriter writer) {
        return (exchange, rejected) -> writer.write(
                exchange,
                Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "The address or a header of the request holds what is not accepted",
                        new FieldError("path", "must be a plain path without control characters")));
    }

    /** Present unless the application has a filter chain of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(SecurityWebFilterChain.class)
    static class InternalTokensOnly {

        @Bean
        ReactiveJwtDecoder internalTokenDecoder(InternalSecurityProperties properties, Clock clock) {
            return new InternalTokenDecoder(InternalKeys.publicKeys(properties.publicKeys()), clock);
        }

        @Bean
        SecurityWebFilterChain internalTokensOnly(
                ServerHttpSecurity http,
                SecurityDefaults defaults,
                ProblemSecurity problems,
                ReactiveJwtDecoder internalTokenDecoder,
                InternalSecurityProperties properties) {
            return defaults.apply(http, properties.openPaths().toArray(String[]::new))
                    .oauth2ResourceServer(server -> server.authenticationEntryPoint(problems)
                            .accessDeniedHandler(problems)
                            .jwt(jwt -> jwt.jwtDecoder(internalTokenDecoder)
                                    .jwtAuthenticationConverter(new InternalTokenConverter())))
                    .build();
        }
    }
}
