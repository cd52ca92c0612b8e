package dev.colophon.gateway.identity;

import com.nimbusds.jose.jwk.ECKey;
import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.security.InternalKeys;
import dev.colophon.web.security.InternalSecurityProperties;
import dev.colophon.web.security.InternalTokens;
import dev.colophon.web.security.ProblemSecurity;
import dev.colophon.web.security.SecurityDefaults;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Who gets in: holders of an API key; everybody to the landing page, the contracts and the health; and sources with their
 * webhooks, which the service behind lets in by their signatures.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String WEBHOOKS = "/api/v1/webhooks/**";

    private static final String[] OPEN = {
        "/",
        "/index.html",
        "/favicon.svg",
        "/assets/**",
        "/openapi",
        "/openapi/**",
        "/swagger-ui/**",
        "/webjars/**",
        "/api/status",
        WEBHOOKS
    };

    @Bean
    SecurityWebFilterChain frontDoor(
            ServerHttpSecurity http,
            SecurityDefaults defaults,
            ProblemSecurity problems,
            ApiKeyAuthentication authentication) {
        AuthenticationWebFilter keys = new AuthenticationWebFilter(authentication);
        keys.setServerAuthenticationConverter(new ApiKeyCredentials.Converter());
        keys.setAuthenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(problems));
        keys.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        // a source proves itself by other means than a key, whatever it has in its Authorization
        keys.setRequiresAuthenticationMatcher(new AndServerWebExchangeMatcher(
                ServerWebExchangeMatchers.pathMatchers("/api/**", "/v1/**"),
                new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(WEBHOOKS))));
        return defaults.apply(http, OPEN)
                .addFilterAt(keys, SecurityWebFiltersOrder.AUTHENTICATION)
                .build();
    }

    @Bean
    ECKey signingKey(InternalSecurityProperties properties) {
        return InternalKeys.signingKey(properties.signingKey());
    }

    @Bean
    InternalTokens internalTokens(ECKey signingKey, Clock clock) {
        return new InternalTokens(signingKey, clock);
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    /** Answers of this service show keys, so they are kept sealed. */
    @Bean
    @Primary
    IdempotencyStore sealedIdempotencyStore(
            @Qualifier("idempotencyStore") IdempotencyStore store, ECKey signingKey, SecureRandom random) {
        return new SealedIdempotencyStore(store, AnswerSeal.derivedFrom(signingKey, random));
    }
}
