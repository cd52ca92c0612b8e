package dev.colophon.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colophon.web.problem.ProblemException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

class AvailabilityTests {

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "etl",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(4)
                    .minimumNumberOfCalls(4)
                    .recordException(Availability::isAway)
                    .build());
    private final Availability filter = new Availability(Backend.ETL, breaker);
    private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/api/v1/sources"));

    @Test
    void saysWhichServiceIsAwayAndWhenToComeBack() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> call(new ConnectException("refused")))
                .satisfies(error -> {
                    assertThat(error.problem().status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                    assertThat(error.problem().detail()).isEqualTo("etl-service cannot be reached");
                    assertThat(error.problem().retryAfter()).isNotNull();
                });
    }

    @Test
    void takesATimeoutForAnAbsence() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> call(new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT)));
    }

    @Test
    void takesAConnectionThatIsLostWhileItIsMadeForAnAbsence() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> call(new NotYetConnectedException()));
    }

    @Test
    void leavesAServiceAloneThatFailsAgainAndAgain() {
        for (int failure = 0; failure < 4; failure++) {
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> call(new IOException("reset")));
        }
        AtomicInteger reached = new AtomicInteger();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> filter.filter(exchange, e -> Mono.fromRunnable(reached::incrementAndGet))
                        .block());

        assertThat(reached).hasValue(0);
    }

    @Test
    void countsNoOtherErrorAgainstTheService() {
        for (int failure = 0; failure < 8; failure++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> call(new IllegalStateException("ours")));
        }

        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    private void call(Exception failure) {
        filter.filter(exchange, e -> Mono.error(failure)).block();
    }
}
