package dev.colophon.gateway.route;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks the services whether they are ready, at most once in two seconds however many ask here.
 *
 * <p>Part of the overall health under the name {@code services}. With a service down the overall status is
 * {@code DEGRADED}, still answered with {@code 200}: the gateway does its work, and taking it out of service helps nobody.
 */
@Component("services")
class BackendHealth implements ReactiveHealthIndicator {

    /** Whether a service takes requests. */
    record ServiceStatus(String name, String status) {

        boolean isUp() {
            return status.equals(UP);
        }
    }

    static final String UP = "up";
    static final String DOWN = "down";

    private static final String DEGRADED = "DEGRADED";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Mono<List<ServiceStatus>> statuses;

    /** With a client of its own: these questions belong to no trace and to no metric of what clients asked. */
    BackendHealth(RouteProperties properties) {
        WebClient client = WebClient.create();
        this.statuses = Flux.fromArray(Backend.values())
                .flatMapSequential(backend -> ask(client, backend, properties))
                .collectList()
                .cache(PATIENCE);
    }

    Mono<List<ServiceStatus>> statuses() {
        return statuses;
    }

    @Override
    public Mono<Health> health() {
        return statuses.map(all -> {
            Health.Builder health = all.stream().allMatch(ServiceStatus::isUp) ? Health.up() : Health.status(DEGRADED);
            all.forEach(service -> health.withDetail(service.name(), service.status()));
            return health.build();
        });
    }

    private static Mono<ServiceStatus> ask(WebClient client, Backend backend, RouteProperties properties) {
        return client.get()
                .uri(properties.services().of(backend) + "/actuator/health/readiness")
                .exchangeToMono(answer ->
                        answer.releaseBody().thenReturn(answer.statusCode().is2xxSuccessful()))
                .timeout(PATIENCE)
                .onErrorReturn(false)
                .map(ready -> new ServiceStatus(backend.serviceName(), ready ? UP : DOWN));
    }
}
