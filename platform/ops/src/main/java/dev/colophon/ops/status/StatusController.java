package dev.colophon.ops.status;

import dev.colophon.ops.broker.BrokerView;
import dev.colophon.ops.broker.ConsumerStanding;
import dev.colophon.ops.provider.ProviderState;
import dev.colophon.ops.provider.ProviderStates;
import dev.colophon.ops.status.ServiceStanding.OutboxStanding;
import dev.colophon.ops.status.ServiceStanding.QueueStanding;
import dev.colophon.persistence.DatabaseProperties;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How the service is doing: an answer in bounded time, whatever is away. */
@RestController
@RequestMapping("/api/v1/ops/${colophon.database.schema}/status")
@RequiresRole(Role.OPERATOR)
@Tag(name = "Operations")
public class StatusController {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BrokerView broker;
    private final StatusStore store;
    private final ObjectProvider<ProviderStates> providers;
    private final MeterRegistry meters;
    private final String service;

    public StatusController(
            BrokerView broker,
            DatabaseClient database,
            TransactionalOperator transaction,
            DatabaseProperties settings,
            ObjectProvider<ProviderStates> providers,
            MeterRegistry meters,
            Environment environment) {
        this.broker = broker;
        this.store = new StatusStore(database, transaction, settings.schema());
        this.providers = providers;
        this.meters = meters;
        this.service = environment.getRequiredProperty("spring.application.name");
    }

    @GetMapping
    @Operation(summary = "What the service has yet to handle, to work and to publish, and how its providers are doing")
    Mono<ServiceStanding> showStatus() {
        List<String> missing = new CopyOnWriteArrayList<>();
        Mono<List<ConsumerStanding>> consumers = broker.consumers(List.of(service, service + "-dead-letters"));
        return Mono.zip(
                        orMissing("consumers", consumers, missing).defaultIfEmpty(List.of()),
                        orMissing("work_queues", store.queues(), missing).defaultIfEmpty(List.<QueueStanding>of()),
                        orMissing("outbox", store.outbox(leads()), missing)
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.<OutboxStanding>empty()))
                .map(found -> new ServiceStanding(
                        service,
                        found.getT1(),
                        found.getT2(),
                        found.getT3().orElse(null),
                        providerStates(),
                        missing.isEmpty(),
                        List.copyOf(missing)));
    }

    private static <T> Mono<T> orMissing(String what, Mono<T> asked, List<String> missing) {
        return asked.timeout(PATIENCE).onErrorResume(error -> {
            missing.add(what + ": " + error.getClass().getSimpleName());
            return Mono.empty();
        });
    }

    private List<ProviderState> providerStates() {
        return providers.stream().flatMap(one -> one.now().stream()).toList();
    }

    private boolean leads() {
        Gauge leading = meters.find("colophon.outbox.leading").gauge();
        return leading != null && leading.value() > 0;
    }
}
