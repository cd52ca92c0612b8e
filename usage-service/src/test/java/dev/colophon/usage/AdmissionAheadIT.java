package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.Ids;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestTokens;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What is reserved for attempts that are about to come. */
@ColophonTest
class AdmissionAheadIT extends MoneySteps {

    private static final int MANY = 10;

    @Test
    void reservesForEachAsIfItHadCome() {
        limits(limit("client", null, "day", "hard", "1"), limit("project", project, "month", "hard", "1"));
        List<UUID> ids = ids(MANY);

        JsonNode answer = read(ahead(ids).expectStatus().isOk());

        assertThat(answer.path("reservation_ids")).extracting(JsonNode::asText).containsExactlyElementsOf(texts(ids));
        assertThat(answer.path("estimated_cost").asText()).isEqualTo(ONE_CALL.toPlainString());
        assertThat(answer.path("price").path("input_per_token").asText()).isEqualTo("0.00000015");
        assertThat(reservedFor(MANY)).isTrue();
        reserve(request(ids.get(0), project)).expectStatus().isOk();
        assertThat(reservedFor(MANY)).as("it has that id from now on").isTrue();
        release(ids.get(0));
        assertThat(reservedFor(MANY - 1)).isTrue();
    }

    @Test
    void reservesForNoneWhereAHardLimitIsNotFarEnough() {
        limits(limit("client", null, "day", "hard", usd(100 * MANY - 1)));
        assertThat(reservedAhead(MANY)).isZero();

        limits(limit("client", null, "day", "hard", usd(100 * MANY)));
        assertThat(reservedAhead(MANY)).isEqualTo(MANY);
        assertThat(reservedAhead(MANY)).as("what is reserved counts").isZero();
        assertThat(reservedAhead(MANY - 1)).isEqualTo(MANY - 1);
    }

    @Test
    void reservesForNoneWhereItsProjectOrASoftLimitIsNotFarEnough() {
        limits(limit("project", project, "month", "hard", usd(100 * MANY - 1)));
        assertThat(reservedAhead(MANY)).isZero();

        limits(limit("client", null, "month", "soft", usd(100 * MANY - 1)));
        assertThat(reservedAhead(MANY)).isZero();
    }

    @Test
    void leavesABudgetForTenToTheTenThatCome() {
        limits(limit("client", null, "day", "hard", usd(10)));
        AtomicInteger admitted = new AtomicInteger();

        for (int call = 0; call < 40; call++) {
            assertThat(reservedAhead(1)).isZero();
            admitted.addAndGet(reserveOne() == 201 ? 1 : 0);
        }

        assertThat(admitted).hasValue(10);
    }

    @Test
    void reservesForNoneWhatThePolicyRefusesForWantOfAPrice() {
        put("policies", Map.of("unknown_price", "refuse"));
        assertThat(read(ahead(question(ids(2), "nobodys-model")).expectStatus().isOk())
                        .path("reservation_ids"))
                .isEmpty();

        put("policies", Map.of("unknown_price", "flag"));
        JsonNode flagged =
                read(ahead(question(ids(2), "nobodys-model")).expectStatus().isOk());
        assertThat(flagged.path("reservation_ids")).hasSize(2);
        assertThat(flagged.path("price").isNull()).isTrue();
    }

    @Test
    void countsWhatNobodyToldOfAsUnconfirmed() throws Exception {
        List<UUID> ids = ids(3);
        ahead(ids).expectStatus().isOk();

        expire(ids.get(1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        window("client", "day").path("unconfirmed").decimalValue())
                .isEqualByComparingTo(ONE_CALL));
        assertThat(reservedFor(2)).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertThat(read(ahead(List.of()).expectStatus().isBadRequest()).toString())
                .contains("reservation_ids");
        assertThat(read(ahead(ids(65)).expectStatus().isBadRequest()).toString())
                .contains("reservation_ids");
    }

    private int reservedAhead(int count) {
        return read(ahead(ids(count)).expectStatus().isOk())
                .path("reservation_ids")
                .size();
    }

    private int reserveOne() {
        return reserve(Ids.newId()).returnResult(String.class).getStatus().value();
    }

    private boolean reservedFor(int calls) {
        return window("client", "day")
                        .path("reserved")
                        .decimalValue()
                        .compareTo(ONE_CALL.multiply(BigDecimal.valueOf(calls)))
                == 0;
    }

    private WebTestClient.ResponseSpec ahead(List<UUID> ids) {
        return ahead(question(ids, "gpt-4o-mini"));
    }

    private WebTestClient.ResponseSpec ahead(Map<String, Object> question) {
        return http.post()
                .uri("/internal/v1/reservations/ahead")
                .header("Authorization", TestTokens.service(client))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(question)
                .exchange();
    }

    private Map<String, Object> question(List<UUID> ids, String model) {
        Map<String, Object> question =
                new HashMap<>(request(ids.isEmpty() ? client : ids.get(0), project, "openai", model));
        question.remove("reservation_id");
        question.remove("call_id");
        question.put("reservation_ids", ids);
        return question;
    }

    private static String usd(int calls) {
        return ONE_CALL.multiply(BigDecimal.valueOf(calls)).toPlainString();
    }

    private static List<UUID> ids(int count) {
        return Stream.generate(Ids::newId).limit(count).toList();
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }
}
