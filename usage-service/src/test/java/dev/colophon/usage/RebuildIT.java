package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.Ids;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@ColophonTest
class RebuildIT extends MoneySteps {

    /** 1,000 input and 100 output tokens of gpt-4o-mini. */
    private static final BigDecimal ONE_ATTEMPT = new BigDecimal("0.00021");

    @Test
    void losesAndDoublesNothingThatIsToldWhileItRuns() throws Exception {
        Set<String> told = new HashSet<>();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(10);
        CompletableFuture<Void> telling = CompletableFuture.runAsync(() -> {
            while (!stop.get() && told.size() < 60) {
                UUID attempt = told.size() % 5 == 0 ? reserved() : Ids.newId();
                told.add(attempt.toString());
                UUID event = events.publish(observed(attempt, "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
                events.publish(event, observed(attempt, "gpt-4o-mini", "succeeded", 1_000L, 100L, false), null);
                begun.countDown();
            }
        });
        begun.await();

        assertThat(rebuilt().path("state").asText()).isEqualTo("completed");
        assertThat(rebuilt().path("state").asText()).isEqualTo("completed");
        stop.set(true);
        telling.get();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts()).hasSameSizeAs(told));
        assertThat(attempts()).containsExactlyInAnyOrderElementsOf(told);
        assertAllAddUpTo(ONE_ATTEMPT.multiply(BigDecimal.valueOf(told.size())));
        assertThat(rebuilt().path("state").asText()).isEqualTo("completed");
        assertThat(attempts()).containsExactlyInAnyOrderElementsOf(told);
        assertAllAddUpTo(ONE_ATTEMPT.multiply(BigDecimal.valueOf(told.size())));
    }

    @Test
    void leavesTheOldFiguresWhereItBreaksOffAndCanBeRepeated() throws Exception {
        events.publish(observed(reserved(), "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
        events.publish(observed(Ids.newId(), "unheard-of", "succeeded", 1_000L, 100L, false));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(2));
        JsonNode figures = figures();
        JsonNode month = window("client", "month");
        List<String> attempts = attempts();

        asAdmin("create function usage.break_off() returns trigger language plpgsql as"
                + " $$ begin raise exception 'broken off half way'; end $$");
        asAdmin("create trigger break_off before insert on usage.usage_daily for each row when (new.client_id = '"
                + client + "') execute function usage.break_off()");
        try {
            JsonNode broken = rebuilt();
            assertThat(broken.path("state").asText()).isEqualTo("failed");
            assertThat(broken.path("error").asText()).contains("broken off half way");
        } finally {
            asAdmin("drop trigger break_off on usage.usage_daily");
            asAdmin("drop function usage.break_off()");
        }
        assertThat(figures()).isEqualTo(figures);
        assertThat(window("client", "month")).isEqualTo(month);
        assertThat(attempts()).isEqualTo(attempts);

        assertThat(rebuilt().path("state").asText()).isEqualTo("completed");
        assertThat(figures()).isEqualTo(figures);
        assertThat(window("client", "month")).isEqualTo(month);
        assertThat(attempts()).isEqualTo(attempts);
    }

    private void assertAllAddUpTo(BigDecimal total) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        window("client", "day").path("spent").decimalValue())
                .isEqualByComparingTo(total));
        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo(total);
        assertThat(window("client", "month").path("spent").decimalValue()).isEqualByComparingTo(total);
        assertThat(window("client", "day").path("reserved").decimalValue()).isEqualByComparingTo("0");
        BigDecimal days = BigDecimal.ZERO;
        for (JsonNode day : get("/usage/timeseries?range=7d").path("items")) {
            days = days.add(day.path("totals").path("total_cost").decimalValue());
        }
        assertThat(days).isEqualByComparingTo(total);
    }

    /** All, in the ledger's order. */
    private List<String> attempts() {
        List<String> attempts = new ArrayList<>();
        get("/usage/records?range=1d&limit=200")
                .path("items")
                .forEach(record -> attempts.add(record.path("attempt_id").asText()));
        return attempts;
    }

    private JsonNode rebuilt() {
        JsonNode started = read(http.post()
                .uri("/api/v1/ops/usage/rebuild")
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isAccepted());
        return await().atMost(PATIENCE)
                .until(
                        () -> rebuild(started.path("id").asText()),
                        rebuild -> !rebuild.path("state").asText().equals("running"));
    }

    private JsonNode rebuild(String id) {
        return read(http.get()
                .uri("/api/v1/ops/usage/rebuild/" + id)
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static void asAdmin(String sql) throws SQLException {
        try (Connection admin = TestDatabase.shared().asAdmin();
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
