package dev.colophon.gateway.route;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.springframework.cloud.gateway.filter.factory.RetryGatewayFilterFactory.RetryConfig;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.Buildable;
import org.springframework.cloud.gateway.route.builder.GatewayFilterSpec;
import org.springframework.cloud.gateway.route.builder.PredicateSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** One route for each service, and one for its contract. */
@Configuration(proxyBeanMethods = false)
class BackendRoutes {

    private static final int RETRIES = 2;

    @Bean
    RouteLocator backends(
            RouteLocatorBuilder builder, RouteProperties properties, CircuitBreakerRegistry backendBreakers) {
        RouteLocatorBuilder.Builder routes = builder.routes();
        for (Backend backend : Backend.values()) {
            CircuitBreaker breaker = backendBreakers.circuitBreaker(backend.shortName());
            routes.route(backend.shortName(), route -> api(route, backend, properties, breaker));
            routes.route(backend.shortName() + "-contract", route -> contract(route, backend, properties, breaker));
        }
        return routes.build();
    }

    @Bean
    CircuitBreakerRegistry backendBreakers(RouteProperties properties, MeterRegistry meters) {
        RouteProperties.Breaker breaker = properties.breaker();
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(breaker.window())
                .minimumNumberOfCalls(breaker.minimumCalls())
                .failureRateThreshold(breaker.failureRate())
                .waitDurationInOpenState(breaker.openFor())
                .permittedNumberOfCallsInHalfOpenState(3)
                .recordException(Availability::isAway)
                .build());
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
        return registry;
    }

    private static Buildable<Route> api(
            PredicateSpec route, Backend backend, RouteProperties properties, CircuitBreaker breaker) {
        return route.predicate(exchange -> RouteTable.backendFor(
                                exchange.getRequest().getPath().pathWithinApplication())
                        .filter(backend::equals)
                        .isPresent())
                .filters(filters -> filters.filter(
                                new BodyLimit(path -> properties.maxBody().of(backend, path)))
                        .filter(new Availability(backend, breaker))
                        .retry(BackendRoutes::connectionsOnly))
                .metadata(
                        RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR,
                        millis(properties.timeouts().of(backend)))
                .uri(properties.services().of(backend));
    }

    private static Buildable<Route> contract(
            PredicateSpec route, Backend backend, RouteProperties properties, CircuitBreaker breaker) {
        return route.path("/openapi/" + backend.shortName())
                .filters(filters -> described(filters, backend, breaker))
                .metadata(
                        RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR,
                        millis(properties.timeouts().of(backend)))
                .uri(properties.services().of(backend));
    }

    private static GatewayFilterSpec described(GatewayFilterSpec filters, Backend backend, CircuitBreaker breaker) {
        return filters.setPath("/v3/api-docs").filter(new Availability(backend, breaker));
    }

    /** Reads are tried again where no connection came about; nothing that might have been done is done twice. */
    private static void connectionsOnly(RetryConfig retry) {
        retry.setRetries(RETRIES)
                .setMethods(HttpMethod.GET, HttpMethod.HEAD)
                .setSeries()
                .setStatuses(new HttpStatus[0])
                .setExceptions(ConnectException.class, IOException.class)
                .setBackoff(Duration.ofMillis(50), Duration.ofMillis(500), 3, false);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
