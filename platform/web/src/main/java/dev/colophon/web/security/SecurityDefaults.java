package dev.colophon.web.security;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** What every filter chain of the product has: no session, no form, problems as answers, roles from annotations. */
public final class SecurityDefaults {

    private static final String[] OPEN = {
        "/actuator/health",
        "/actuator/health/**",
        "/actuator/prometheus",
        "/actuator/info",
        "/v3/api-docs",
        "/v3/api-docs/**"
    };

    private final ProblemSecurity problems;
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    public SecurityDefaults(ProblemSecurity problems, ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.problems = problems;
        this.mappings = mappings;
    }

    /** Applies them; {@code open} paths need no credentials, beside health, metrics and the OpenAPI document. */
    public ServerHttpSecurity apply(ServerHttpSecurity http, String... open) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(
                                Stream.of(OPEN, open).flatMap(Arrays::stream).toArray(String[]::new))
                        .permitAll()
                        .anyExchange()
                        .access(new RoleAuthorization(mappings)));
    }
}
