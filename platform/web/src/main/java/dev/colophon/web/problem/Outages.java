package dev.colophon.web.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells an infrastructure that is away from a fault of our own. Types are known by name, so that a service without a
 * database or a broker needs neither on its classpath.
 */
final class Outages {

    private static final String DATABASE = "The database cannot be reached";
    private static final String BROKER = "The message broker cannot be reached";
    private static final String SERVICE = "A service that this request needs cannot be reached";
    private static final String BUSY = "The same data is being changed by another request";
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Map<String, Problem> BY_TYPE = Map.ofEntries(
            away("org.springframework.dao.DataAccessResourceFailureException", DATABASE),
            away("org.springframework.dao.QueryTimeoutException", DATABASE),
            away("org.springframework.transaction.CannotCreateTransactionException", DATABASE),
            away("io.r2dbc.spi.R2dbcNonTransientResourceException", DATABASE),
            away("io.r2dbc.spi.R2dbcTransientResourceException", DATABASE),
            away("io.r2dbc.spi.R2dbcTimeoutException", DATABASE),
            away("org.apache.kafka.common.errors.RetriableException", BROKER),
            away("org.springframework.kafka.KafkaException", BROKER),
            away("org.springframework.web.reactive.function.client.WebClientRequestException", SERVICE),
            away("io.github.resilience4j.circuitbreaker.CallNotPermittedException", SERVICE),
            away("io.github.resilience4j.bulkhead.BulkheadFullException", SERVICE),
            away("java.util.concurrent.TimeoutException", SERVICE),
            away("java.net.ConnectException", SERVICE),
            away("java.net.UnknownHostException", SERVICE),
            away("java.net.SocketException", SERVICE),
            Map.entry("org.springframework.dao.TransientDataAccessException", Problem.unavailable(BUSY, SOON)),
            Map.entry("io.r2dbc.spi.R2dbcRollbackException", Problem.unavailable(BUSY, SOON)));

    private Outages() {}

    /** Something that the request needs is away, and nothing more is known. */
    static Problem away() {
        return Problem.unavailable(SERVICE, LATER);
    }

    /** The {@code 503} for {@code error}; empty where nothing in it says that something is away. */
    static Optional<Problem> problemFor(Throwable error) {
        return Causes.of(error).flatMap(Outages::named).findFirst();
    }

    private static Stream<Problem> named(Throwable cause) {
        return Stream.<Class<?>>iterate(cause.getClass(), Outages::isError, Class::getSuperclass)
                .map(type -> BY_TYPE.get(type.getName()))
                .filter(problem -> problem != null);
    }

    private static boolean isError(@Nullable Class<?> type) {
        return type != null && type != Throwable.class;
    }

    private static Map.Entry<String, Problem> away(String type, String detail) {
        return Map.entry(type, Problem.unavailable(detail, LATER));
    }
}
