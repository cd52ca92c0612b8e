package dev.colophon.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.idempotency.IdempotencyFilter;
import dev.colophon.web.idempotency.IdempotencyProperties;
import dev.colophon.web.idempotency.IdempotencyStore;
import dev.colophon.web.json.StrictJsonConfiguration;
import dev.colophon.web.openapi.OpenApiConfiguration;
import dev.colophon.web.paging.PageRequestArgumentResolver;
import dev.colophon.web.problem.NulFreeParametersFilter;
import dev.colophon.web.problem.ProblemExceptionHandler;
import dev.colophon.web.problem.ProblemMapper;
import dev.colophon.web.problem.ProblemWriter;
import dev.colophon.web.process.ParentWatchConfiguration;
import dev.colophon.web.security.CallerArgumentResolver;
import dev.colophon.web.stream.StreamedAnswers;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/** Gives every service its problems, arguments, paging, OpenAPI defaults and idempotent POSTs. */
@AutoConfiguration(
        before = WebFluxAutoConfiguration.class,
        after = JacksonAutoConfiguration.class,
        afterName = {
            "dev.colophon.persistence.PersistenceAutoConfiguration",
            "dev.colophon.persistence.idempotency.IdempotencyAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(IdempotencyProperties.class)
@Import({StrictJsonConfiguration.class, OpenApiConfiguration.class, ParentWatchConfiguration.class})
public class WebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ProblemMapper problemMapper(ObjectMapper json) {
        return new ProblemMapper(json);
    }

    @Bean
    ProblemWriter problemWriter(ObjectMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    ProblemExceptionHandler problemExceptionHandler(ProblemMapper mapper, ProblemWriter writer) {
        return new ProblemExceptionHandler(mapper, writer);
    }

    @Bean
    NulFreeParametersFilter nulFreeParametersFilter() {
        return new NulFreeParametersFilter();
    }

    @Bean
    StreamedAnswers streamedAnswers() {
        return new StreamedAnswers();
    }

    @Bean
    WebFluxConfigurer colophonArguments() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
                resolvers.addCustomResolver(new CallerArgumentResolver(), new PageRequestArgumentResolver());
            }
        };
    }

    @Bean
    @ConditionalOnBean(IdempotencyStore.class)
    IdempotencyFilter idempotencyFilter(IdempotencyStore store, IdempotencyProperties properties) {
        return new IdempotencyFilter(store, properties);
    }
}
