package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.events.Ids;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestEnvironment;
import dev.colophon.testing.TestTokens;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Admission with many at once; no answer is asked for a second time. */
@ColophonTest
class AdmissionIT extends MoneySteps {

    @Test
    void admitsExactlyWhatFitsWhateverTheNumberOfInstances() {
        limits(limit("client", null, "day", "hard", "0.0075"), limit("project", project, "month", "hard", "1"));
        try (ConfigurableApplicationContext second = secondInstance()) {
            List<WebClient> instances = List.of(
                    WebClient.create("http://127.0.0.1:" + port),
                    WebClient.create(
                            "http://127.0.0.1:" + second.getEnvironment().getProperty("local.server.port")));

            assertThat(answers(200, call -> ask(instances.get(call % 2), client)))
                    .isEqualTo(Map.of(201, 10L, 402, 190L));
        }
        assertThat(window("client", "day").path("reserved").decimalValue())
                .isEqualByComparingTo(ONE_CALL.multiply(BigDecimal.TEN));
    }

    @Test
    void letsNoClientWaitBehindAnothersHotLimit() throws SQLException {
        WebClient instance = WebClient.create("http://127.0.0.1:" + port);
        reserved();
        List<Integer> ofTheHotOne = new CopyOnWriteArrayList<>();
        try (Connection holder = TestDatabase.shared().asAdmin()) {
            holder.setAutoCommit(false);
            lockWindows(holder);
            Flux.range(0, 200).flatMap(call -> ask(instance, client), 200).subscribe(ofTheHotOne::add);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(waitingForLocks()).isPositive());

            UUID another = UUID.randomUUID();
            assertThat(answers(20, call -> ask(instance, another))).isEqualTo(Map.of(201, 20L));
            assertThat(ofTheHotOne).isEmpty();
            holder.rollback();
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ofTheHotOne).hasSize(200));
        assertThat(ofTheHotOne).containsOnly(201);
        assertThat(window("client", "day").path("reserved").decimalValue())
                .isEqualByComparingTo(ONE_CALL.multiply(BigDecimal.valueOf(201)));
    }

    private static Map<Integer, Long> answers(int calls, Function<Integer, Mono<Integer>> call) {
        return Flux.range(0, calls)
                .flatMap(call, calls)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .block(PATIENCE);
    }

    private Mono<Integer> ask(WebClient instance, UUID of) {
        return instance.post()
                .uri("/internal/v1/reservations")
                .header("Authorization", TestTokens.service(of))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request(Ids.newId(), project))
                .exchangeToMono(response ->
                        response.releaseBody().thenReturn(response.statusCode().value()));
    }

    private void lockWindows(Connection holder) throws SQLException {
        try (PreparedStatement lock =
                holder.prepareStatement("select 1 from usage.budget_window where client_id = ? for update")) {
            lock.setObject(1, client);
            assertThat(lock.executeQuery().next()).isTrue();
        }
    }

    private static int waitingForLocks() throws SQLException {
        try (Connection admin = TestDatabase.shared().asAdmin();
                PreparedStatement waiting = admin.prepareStatement("select count(*) from pg_stat_activity"
                        + " where usename = 'usage_app' and wait_event_type = 'Lock'");
                ResultSet found = waiting.executeQuery()) {
            found.next();
            return found.getInt(1);
        }
    }

    private static ConfigurableApplicationContext secondInstance() {
        return new SpringApplicationBuilder(UsageApplication.class)
                .initializers(new TestEnvironment())
                .properties("server.port=0", "server.address=127.0.0.1")
                .run();
    }
}
