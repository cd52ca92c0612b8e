package dev.colophon.gateway.route;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tells everybody which services are up, and nothing else. */
@RestController
@Tag(name = "status")
class StatusController {

    /** @param status {@code up} where all services are, {@code degraded} otherwise */
    record StatusView(String status, List<BackendHealth.ServiceStatus> services) {}

    private final BackendHealth health;

    StatusController(BackendHealth health) {
        this.health = health;
    }

    @GetMapping("/api/status")
    @Operation(
            summary = "Which services are up",
            security = {})
    Mono<StatusView> status() {
        return health.statuses().map(services -> {
            List<BackendHealth.ServiceStatus> all = new ArrayList<>();
            all.add(new BackendHealth.ServiceStatus("gateway-service", BackendHealth.UP));
            all.addAll(services);
            boolean up = all.stream().allMatch(BackendHealth.ServiceStatus::isUp);
            return new StatusView(up ? "up" : "degraded", all);
        });
    }
}
