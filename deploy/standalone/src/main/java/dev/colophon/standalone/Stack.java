package dev.colophon.standalone;

import dev.colophon.persistence.DatabaseProvisioner;
import dev.colophon.standalone.broker.Broker;
import dev.colophon.standalone.broker.BrokerPorts;
import dev.colophon.standalone.database.PostgresCluster;
import dev.colophon.standalone.dist.Distribution;
import dev.colophon.standalone.dist.JavaCommand;
import dev.colophon.standalone.process.Backoff;
import dev.colophon.standalone.process.HealthProbe;
import dev.colophon.standalone.process.ProcessLogs;
import dev.colophon.standalone.process.ProcessSpec;
import dev.colophon.standalone.process.SupervisedProcess;
import dev.colophon.standalone.secret.DatabasePasswords;
import dev.colophon.standalone.secret.Secrets;
import dev.colophon.standalone.state.DataDirectory;
import dev.colophon.standalone.state.Ports;
import dev.colophon.standalone.state.PrivateFiles;
import dev.colophon.standalone.state.ProcessState;
import dev.colophon.standalone.state.ProcessState.Phase;
import dev.colophon.standalone.state.ScrapeTargets;
import dev.colophon.standalone.state.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, database and services of one data directory. Broker and database start side by side, the services as soon as
 * the database answers: it has their schemas before they ask for them, and one that asks too early asks again. They stop
 * in the opposite order.
 */
final class Stack {

    static final String DATABASE = "colophon";

    private static final Logger log = LoggerFactory.getLogger(Stack.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TRAINING_PATIENCE = Duration.ofSeconds(120);

    private final LauncherOptions options;
    private final DataDirectory data;
    private final Distribution distribution;
    private final StateFile state;
    private final Clock clock;
    private final BrokerPorts brokerPorts;
    private final int databasePort;
    private final PostgresCluster cluster;
    private final DatabasePasswords passwords;
    private final SupervisedProcess database;
    private final List<SupervisedProcess> services = new ArrayList<>();
    private final CompletableFuture<Broker> broker = new CompletableFuture<>();

    Stack(LauncherOptions options, DataDirectory data, StateFile state, Clock clock) {
        this.options = options;
        this.data = data;
        this.distribution = new Distribution(options.distribution());
        this.state = state;
        this.clock = clock;
        Ports ports = Ports.rememberedIn(data.portsFile());
        this.brokerPorts = new BrokerPorts(ports.of("broker"), ports.of("controller"));
        this.databasePort = ports.of("database");
        Secrets secrets = new Secrets(data.secrets());
        this.passwords = secrets.database(Service.schemas());
        this.cluster =
                new PostgresCluster(distribution.current(Distribution.POSTGRES), data.database(), passwords.admin());
        this.database = supervised(cluster.server("database", databasePort, temporary("database")));
        Map<Service, Integer> servicePorts = new EnumMap<>(Service.class);
        Arrays.stream(Service.values())
                .filter(service -> service != Service.GATEWAY)
                .forEach(service -> servicePorts.put(service, ports.of(service.artifact())));
        ServiceSettings settings =
                new ServiceSettings(data, options, secrets, passwords, databasePort, brokerPorts, servicePorts);
        for (Service service : Service.values()) {
            services.add(supervised(spec(service, settings)));
        }
        tellPrometheus(settings);
    }

    private void tellPrometheus(ServiceSettings settings) {
        Map<String, Integer> targets = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            targets.put(service.artifact(), settings.portOf(service));
        }
        try {
            PrivateFiles.write(data.scrapeTargets(), ScrapeTargets.document(targets));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + data.scrapeTargets(), e);
        }
    }

    /** Starts everything; completes when everything was up for the first time. */
    CompletableFuture<Void> start() {
        putBroker(Phase.STARTING, null);
        Thread thread = new Thread(this::startBroker, "broker-start");
        thread.start();
        cluster.prepare();
        database.start();
        CompletableFuture<Void> up = database.firstUp().thenCompose(ready -> {
            services.forEach(SupervisedProcess::start);
            provision();
            return allUp();
        });
        return up.thenCombine(broker, (services, started) -> services);
    }

    private CompletableFuture<Void> allUp() {
        return CompletableFuture.allOf(
                services.stream().map(SupervisedProcess::firstUp).toArray(CompletableFuture[]::new));
    }

    /** Stops the services, the gateway first; then broker and database. */
    void stop() {
        services.get(0).stop();
        services.stream()
                .skip(1)
                .map(service -> CompletableFuture.runAsync(service::stop))
                .toList()
                .forEach(CompletableFuture::join);
        stopBroker();
        database.stop();
    }

    private void provision() {
        DatabaseProvisioner.provision(
                PostgresCluster.jdbcUrl(databasePort),
                PostgresCluster.ADMIN,
                passwords.admin(),
                DATABASE,
                passwords.schemas());
    }

    private void startBroker() {
        try {
            broker.complete(Broker.start(data.broker(), brokerPorts));
            putBroker(Phase.UP, null);
        } catch (RuntimeException | Error e) {
            log.error("the broker cannot be started", e);
            putBroker(Phase.STOPPED, e.getMessage());
            broker.completeExceptionally(e);
        }
    }

    private void stopBroker() {
        putBroker(Phase.STOPPING, null);
        try {
            broker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("the broker was not stopped in order: {}", e.toString());
        }
        putBroker(Phase.STOPPED, null);
    }

    private void putBroker(Phase phase, @Nullable String message) {
        Long pid = phase == Phase.STOPPED ? null : ProcessHandle.current().pid();
        state.put(new ProcessState("broker", pid, brokerPorts.broker(), phase, 0, clock.instant(), message));
    }

    private SupervisedProcess supervised(ProcessSpec spec) {
        ProcessLogs.open(data.logs(), spec.name(), !options.quiet());
        return new SupervisedProcess(spec, Backoff.STANDARD, state::put, clock);
    }

    private ProcessSpec spec(Service service, ServiceSettings settings) {
        JavaCommand command = JavaCommand.of(distribution.jar(service.artifact()))
                .on(data.root())
                .archive(options.training())
                .small(256)
                .with("-Djava.io.tmpdir=" + temporary(service.artifact()), "-Dspring.aot.enabled=true")
                .extras();
        int port = settings.portOf(service);
        return new ProcessSpec(
                service.artifact(),
                port,
                command.running(),
                settings.environment(service),
                temporary(service.artifact()),
                HealthProbe.actuator(port),
                ProcessSpec.Stopping.BY_SIGNAL,
                options.training() ? TRAINING_PATIENCE : PATIENCE);
    }

    private Path temporary(String name) {
        return data.temporary().resolve(name);
    }
}
