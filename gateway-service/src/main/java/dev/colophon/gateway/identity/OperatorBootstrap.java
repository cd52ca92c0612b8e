package dev.colophon.gateway.identity;

import dev.colophon.persistence.job.JobLock;
import dev.colophon.web.security.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Makes the client {@code default} and the operator's key where there is no client yet, before the service calls itself
 * ready. One instance does it; the key is in its file before the client is committed, and a start after a crash between the
 * two takes the key from there.
 */
@Component
class OperatorBootstrap implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(OperatorBootstrap.class);
    private static final String CLIENT = "default";
    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ClientStore store;
    private final Clients clients;
    private final JobLock jobs;
    private final IdentityProperties properties;
    private final SecureRandom random;

    OperatorBootstrap(
            ClientStore store, Clients clients, JobLock jobs, IdentityProperties properties, SecureRandom random) {
        this.store = store;
        this.clients = clients;
        this.jobs = jobs;
        this.properties = properties;
        this.random = random;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Path file = properties.bootstrap().operatorKeyFile();
        if (file != null) {
            ensure(file).block(PATIENCE);
        }
    }

    /** Ends when there is a client, whoever made it. */
    private Mono<Boolean> ensure(Path file) {
        return store.any()
                .flatMap(any -> any ? Mono.just(true) : jobs.runExclusively("operator-bootstrap", AT_MOST, make(file)))
                .retryWhen(Retry.backoff(20, Duration.ofMillis(500)).maxBackoff(Duration.ofSeconds(5)))
                .repeatWhenEmpty(busy -> busy.delayElements(Duration.ofSeconds(1)));
    }

    private Mono<Boolean> make(Path file) {
        return store.any()
                .flatMap(any -> any
                        ? Mono.just(true)
                        : key(file)
                                .flatMap(secret ->
                                        clients.create(CLIENT, EnumSet.allOf(Role.class), "bootstrap", secret))
                                .doOnNext(made -> log.info(
                                        "client {} made, operator key {} written to {}",
                                        made.client().id(),
                                        made.firstKey().key().id(),
                                        file))
                                .thenReturn(true));
    }

    private Mono<ApiKeySecret> key(Path file) {
        return Mono.fromCallable(() -> OperatorKeyFile.readOrWrite(file, () -> ApiKeySecret.generate(random)))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
