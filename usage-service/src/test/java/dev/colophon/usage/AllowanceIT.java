package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.spend.AccountBook;
import dev.colophon.ai.spend.Admission;
import dev.colophon.ai.spend.Admission.Admitted;
import dev.colophon.ai.spend.Admission.OverBudget;
import dev.colophon.ai.spend.Admissions;
import dev.colophon.ai.spend.Allowances;
import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCatalogue;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.replay.PlannedCalls;
import dev.colophon.messaging.replay.ReplayBudget.Quote;
import dev.colophon.messaging.replay.ReplayBudget.Standing;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Allowances as services that replay see them: asked for through the clients that those use, over HTTP. */
@ColophonTest
class AllowanceIT extends MoneySteps {

    private static final BigDecimal NOTHING = new BigDecimal("0.0000000000");

    /** What each window has to say, from the reservations, the ledger and the allowances alone. */
    private static final String COUNTED = """
            select scope, project, period, date_trunc(period, at at time zone 'UTC')::date as start,
                   sum(spent) as spent, sum(unconfirmed) as unconfirmed, sum(reserved) as reserved
              from (select project_id, counted_at as at,
                           case when cost_status = 'unconfirmed' then 0 else coalesce(cost, 0) end + coalesce(adjustment, 0)
                               as spent,
                           case when cost_status = 'unconfirmed' then coalesce(cost, 0) else 0 end as unconfirmed,
                           0 as reserved
                      from usage.usage_record where client_id = ?::uuid
                     union all
                    select project_id, reserved_at, 0, 0, coalesce(estimated_cost, 0) from usage.reservation
                     where client_id = ?::uuid and state in ('open', 'expired')
                     union all
                    select null, counted_on::timestamp at time zone 'UTC', 0, 0,
                           greatest(amount - spent - unconfirmed - reserved, 0)
                      from usage.allowance where client_id = ?::uuid and state = 'open') as moved
             cross join (values ('day'), ('month')) as p(period)
             cross join lateral (select 'client' as scope, '00000000-0000-0000-0000-000000000000'::uuid as project
                                  union all select 'project', project_id where project_id is not null) as s
             group by 1, 2, 3, 4
            """;

    private static final String WINDOWS = """
            select scope, project_id as project, period, window_start as start, spent, unconfirmed, reserved
              from usage.budget_window where client_id = ?::uuid and (spent, unconfirmed, reserved) <> (0, 0, 0)
            """;

    private static final String DRAWN = """
            select a.id::text, 'allowance', '', '', a.spent, a.unconfirmed, a.reserved from usage.allowance a
             where client_id = ?::uuid and (spent, unconfirmed, reserved) <> (0, 0, 0)
            """;

    private static final String DRAWN_ANEW = """
            select v.allowance_id::text, 'allowance', '', '',
                   coalesce(sum(case when r.cost_status <> 'unconfirmed' then r.cost end), 0)
                       + coalesce(sum(r.adjustment), 0),
                   coalesce(sum(case when r.cost_status = 'unconfirmed' then r.cost end), 0),
                   coalesce(sum(case when v.state in ('open', 'expired') then v.estimated_cost end), 0)
              from usage.reservation v left join usage.usage_record r on r.reservation_id = v.id
             where v.client_id = ?::uuid and v.allowance_id is not null group by 1
            """;

    private AccountBook book;
    private Admissions admissions;

    @BeforeEach
    void open() {
        WebClient service = WebClient.create("http://127.0.0.1:" + port);
        book = new AccountBook(service, AllowanceIT::token);
        admissions = new Admissions(service, AllowanceIT::token);
    }

    @AfterEach
    void close() {
        admissions.close();
    }

    @Test
    void setsAsideWhatFitsAndRefusesWithTheNumbersWhatDoesNot() {
        UUID replay = Ids.newId();
        limits(limit("client", null, "day", "hard", "0.01"), limit("project", project, "day", "hard", "0.012"));

        assertThat(book.setAside(replay, client, new BigDecimal("0.011")).block())
                .satisfies(refused -> assertThat(refused.granted()).isFalse())
                .satisfies(refused -> assertThat(refused.detail())
                        .contains("limit of the client for the day", "limit 0.01, spent 0", "requested 0.0110000000"));
        assertThat(standing(replay).amount()).isEqualByComparingTo("0");
        assertThat(book.setAside(replay, client, new BigDecimal("0.009"))
                        .block()
                        .granted())
                .isTrue();
        assertThat(reservedToday()).isEqualByComparingTo("0.009");
        assertThat(admit(null)).isInstanceOf(Admitted.class);
        assertThat(refusal(null).scope()).isEqualTo("client");

        for (int i = 0; i < 12; i++) {
            assertThat(admit(replay)).as("attempt " + i).isInstanceOf(Admitted.class);
        }
        assertThat(refusal(replay))
                .isEqualTo(new Numbers(
                        new BigDecimal("0.0090000000"),
                        NOTHING,
                        new BigDecimal("0.0090000000"),
                        ONE_CALL,
                        null,
                        Numbers.REPLAY));
        assertThat(standing(replay))
                .isEqualTo(new Standing(
                        new BigDecimal("0.0090000000"), NOTHING, new BigDecimal("0.0090000000"), ONE_CALL));
        assertThat(reservedToday()).isEqualByComparingTo("0.00975");

        assertThat(book.setAside(replay, client, new BigDecimal("0.0095"))
                        .block()
                        .granted())
                .isFalse();
        limits(limit("client", null, "day", "hard", "1"), limit("project", project, "day", "hard", "0.0105"));
        assertThat(book.setAside(replay, client, new BigDecimal("0.02")).block().granted())
                .isTrue();
        assertThat(standing(replay).requested()).isNull();
        assertThat(admit(replay)).isInstanceOf(Admitted.class);
        assertThat(refusal(replay).scope()).isEqualTo("project");

        assertThat(book.setAside(replay, client, new BigDecimal("0.001"))
                        .block()
                        .granted())
                .isTrue();
        assertThat(refusal(replay).scope()).isEqualTo(Numbers.REPLAY);
        assertThat(reservedToday()).isEqualByComparingTo("0.0105");
        book.giveBack(replay, client).block();
        book.giveBack(replay, client).block();
        book.giveBack(Ids.newId(), client).block();
        assertThat(reservedToday()).isEqualByComparingTo("0.0105");
        limits();
        assertThat(admit(replay)).isInstanceOf(Admitted.class);
        assertThat(standing(replay).reserved()).isEqualByComparingTo("0.00975");
        assertEverythingAddsUp();
    }

    @Test
    void neverAdmitsMoreThanIsSetAsideAndAddsUpWhateverHappensInWhateverOrder() {
        Random chance = new Random(20_261_121);
        limits(limit("client", null, "day", "hard", "0.09"));
        List<UUID> replays = List.of(Ids.newId(), Ids.newId(), Ids.newId());
        Map<UUID, BigDecimal> caps = new HashMap<>();
        for (UUID replay : replays) {
            caps.put(replay, ONE_CALL.multiply(BigDecimal.valueOf(15 + chance.nextInt(10))));
            assertThat(book.setAside(replay, client, caps.get(replay)).block().granted())
                    .isTrue();
        }

        Map<UUID, List<UUID>> admitted = new HashMap<>();
        Flux.range(0, 240)
                .flatMap(
                        i -> {
                            UUID replay = i % 4 == 3 ? null : replays.get(i % 4);
                            UUID attempt = Ids.newId();
                            return admissions
                                    .admit(new ClientId(client), asked(attempt, replay, "gpt-4o-mini"))
                                    .filter(Admitted.class::isInstance)
                                    .map(yes -> Map.entry(attempt, replay == null ? client : replay));
                        },
                        24)
                .collectList()
                .block(PATIENCE)
                .forEach(yes -> admitted.computeIfAbsent(yes.getValue(), unknown -> new ArrayList<>())
                        .add(yes.getKey()));
        for (UUID replay : replays) {
            assertThat(ONE_CALL.multiply(BigDecimal.valueOf(admitted.get(replay).size())))
                    .isEqualByComparingTo(caps.get(replay));
        }
        assertEverythingAddsUp();

        List<UUID> all = admitted.values().stream().flatMap(List::stream).toList();
        Map<UUID, Integer> fates = new HashMap<>();
        all.forEach(attempt -> fates.put(attempt, chance.nextInt(6)));
        int told = (int) fates.values().stream().filter(fate -> fate < 4).count();
        Flux.fromIterable(all)
                .flatMap(
                        attempt -> Mono.fromRunnable(() -> befall(attempt, fates.get(attempt)))
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .mergeWith(Flux.range(0, 40).concatMap(i -> book.setAside(
                                replays.get(0), client, ONE_CALL.multiply(BigDecimal.valueOf(i % 7 * 5L)))
                        .then(i == 20 ? book.giveBack(replays.get(1), client) : Mono.empty())))
                .blockLast(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(told));
        assertEverythingAddsUp();

        JsonNode figures = figures();
        Map<String, String> windows = read(WINDOWS);
        Map<String, String> drawn = read(DRAWN);
        rebuild();
        assertThat(figures()).isEqualTo(figures);
        assertThat(read(WINDOWS)).isEqualTo(windows);
        assertThat(read(DRAWN)).isEqualTo(drawn);
        run("update usage.allowance set spent = spent + 1, reserved = 0, unconfirmed = 7 where client_id = ?::uuid");
        run("update usage.budget_window set spent = 3, reserved = 2 where client_id = ?::uuid");
        rebuild();
        assertThat(read(WINDOWS)).isEqualTo(windows);
        assertThat(read(DRAWN)).isEqualTo(drawn);

        replays.forEach(replay -> book.giveBack(replay, client).block());
        assertEverythingAddsUp();
    }

    @Test
    void countsForTheNewDayWhatIsLeftWhenOneBegins() {
        UUID replay = Ids.newId();
        UUID idle = Ids.newId();
        book.setAside(replay, client, ONE_CALL.multiply(BigDecimal.TEN)).block();
        book.setAside(idle, client, ONE_CALL.multiply(BigDecimal.TEN)).block();
        UUID yesterdays = Ids.newId();
        assertThat(admissions
                        .admit(new ClientId(client), asked(yesterdays, replay, "gpt-4o-mini"))
                        .block())
                .isInstanceOf(Admitted.class);
        run("update usage.allowance set counted_on = counted_on - 1 where client_id = ?::uuid");
        run("update usage.reservation set reserved_at = reserved_at - interval '1 day' where client_id = ?::uuid");
        run("delete from usage.budget_window where client_id = ?::uuid");
        run("insert into usage.budget_window (client_id, scope, project_id, period, window_start, spent, unconfirmed,"
                + " reserved) select '" + client + "', counted.* from (" + COUNTED + ") as counted");
        limits(limit("client", null, "day", "hard", "0.0145"));

        assertThat(refusal(null).reserved()).isEqualByComparingTo(ONE_CALL.multiply(BigDecimal.valueOf(19)));
        limits(limit("client", null, "day", "hard", "1"));
        assertThat(admit(null)).isInstanceOf(Admitted.class);
        assertThat(reservedToday()).isEqualByComparingTo(ONE_CALL.multiply(BigDecimal.valueOf(20)));
        assertEverythingAddsUp();

        assertThat(admit(replay)).isInstanceOf(Admitted.class);
        events.publish(observed(yesterdays, "gpt-4o-mini", "succeeded", 1_000L, 2_000L, false));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(standing(replay).spent()).isEqualByComparingTo("0.00135"));
        assertEverythingAddsUp();

        run("update usage.allowance set touched_at = touched_at - interval '8 days' where client_id = ?::uuid and"
                + " replay_id = '" + idle + "'");
        http.post()
                .uri("/api/v1/ops/usage/jobs/allowances/run")
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isAccepted();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(allowance(idle).path("closed_for").asText()).isEqualTo("idle"));
        assertThat(allowance(replay).path("state").asText()).isEqualTo("open");
        assertThat(refusal(idle).scope()).isEqualTo(Numbers.REPLAY);
        assertEverythingAddsUp();
        assertThat(book.setAside(idle, client, ONE_CALL).block().granted()).isTrue();
        assertThat(admit(idle)).isInstanceOf(Admitted.class);
        assertEverythingAddsUp();
    }

    @Test
    void knowsWhichReplayPaidAlsoWhereNobodyToldAndWhereNothingWasPaid() throws Exception {
        UUID replay = Ids.newId();
        book.setAside(replay, client, BigDecimal.ONE).block();
        UUID paid = Ids.newId();
        UUID lost = Ids.newId();
        UUID unpriced = Ids.newId();
        UUID kept = Ids.newId();
        admissions
                .admit(new ClientId(client), asked(paid, replay, "gpt-4o-mini"))
                .block();
        admissions
                .admit(new ClientId(client), asked(lost, replay, "gpt-4o-mini"))
                .block();
        admissions
                .admit(new ClientId(client), asked(unpriced, replay, "later-" + client))
                .block();
        expire(lost);
        events.publish(observed(paid, "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
        events.publish(observed(unpriced, "later-" + client, "succeeded", 1_000_000L, null, false));
        publish(replay, observed(kept, "gpt-4o-mini", "succeeded", 0L, 0L, true));
        events.publish(observed(Ids.newId(), "gpt-4o-mini", "succeeded", 1_000L, 100L, false));

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(5));
        JsonNode records = get("/usage/records?range=1d&replay_id=" + replay).path("items");
        assertThat(records)
                .extracting(record -> record.path("attempt_id").asText())
                .containsExactlyInAnyOrder(paid.toString(), lost.toString(), unpriced.toString(), kept.toString());
        assertThat(records)
                .allSatisfy(
                        record -> assertThat(record.path("replay_id").asText()).isEqualTo(replay.toString()));
        assertThat(record(kept).path("cost").decimalValue()).isEqualByComparingTo("0");
        JsonNode byReplay = summary().path("replay_breakdown");
        assertThat(byReplay.path(replay.toString()).path("total_requests").asInt())
                .isEqualTo(4);
        assertThat(byReplay.path(replay.toString()).path("cache_hits").asInt()).isEqualTo(1);
        assertThat(byReplay.path("none").path("total_requests").asInt()).isEqualTo(1);
        assertThat(standing(replay).spent()).isEqualByComparingTo(new BigDecimal("0.00021").add(ONE_CALL));
        http.get()
                .uri("/api/v1/ai/usage/export?range=1d&replay_id=" + replay)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(csv ->
                        assertThat(csv.lines()).hasSize(5).last().asString().endsWith("," + replay));

        operator(
                "PUT",
                "/prices",
                Map.of(
                        "prices",
                        List.of(Map.of(
                                "provider", "openai",
                                "model", "later-" + client,
                                "effective_from", "2026-01-01",
                                "input", "0.25",
                                "source", "contract"))));
        operator(
                "POST",
                "/usage/reprice",
                Map.of("from", Instant.now().toString().substring(0, 10)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(standing(replay).spent()).isEqualByComparingTo("0.25096"));
        assertEverythingAddsUp();
    }

    @Test
    void saysWhatCallsWillCostAndThatItDoesNotKnowWhereItDoesNot() {
        for (long output = 10; output <= 100; output += 10) {
            events.publish(observed(Ids.newId(), "gpt-4.1-mini", "succeeded", 100L, output, false));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(10));
        UUID another = UUID.randomUUID();

        List<Quote> quotes = book.quotes(List.of(
                        calls(client, "openai", "gpt-4.1-mini", 100, 50_000, 400L),
                        calls(another, "openai", "gpt-4o-mini", 10, 10_000, 1_000L),
                        calls(client, "local", "colophon-local-1", 10, 10_000, null),
                        calls(client, "openai", "unheard-of", 10, 10_000, 100L),
                        calls(client, "openai", "text-embedding-3-small", 1_000, 1_000_000, null),
                        new PlannedCalls(client, "metadata", "openai", "unheard-of", null, 7, 7, 0, null)))
                .block();

        assertThat(quotes)
                .extracting(Quote::status)
                .containsExactly("known", "known", "known", "unknown_price", "known", "known");
        // 0.40 USD for a million input, 1.60 for a million output tokens
        assertThat(quotes.get(0))
                .returns(1_000L, Quote::lowOutputTokens)
                .returns(5_500L, Quote::expectedOutputTokens)
                .returns(40_000L, Quote::worstOutputTokens)
                .returns(new BigDecimal("0.0216000000"), Quote::low)
                .returns(new BigDecimal("0.0288000000"), Quote::expected)
                .returns(new BigDecimal("0.0860000000"), Quote::worst);
        assertThat(quotes.get(1))
                .returns(1_000L, Quote::lowOutputTokens)
                .returns(5_000L, Quote::expectedOutputTokens)
                .returns(10_000L, Quote::worstOutputTokens);
        assertThat(quotes.get(2)).returns(NOTHING, Quote::worst);
        assertThat(quotes.get(3)).returns(null, Quote::worst).returns(1_000L, Quote::worstOutputTokens);
        assertThat(quotes.get(4))
                .returns(0L, Quote::worstOutputTokens)
                .returns(new BigDecimal("0.0200000000"), Quote::expected)
                .returns(new BigDecimal("0.0220000000"), Quote::worst);
        assertThat(quotes.get(5)).returns(NOTHING, Quote::expected);

        AccountBook away = new AccountBook(WebClient.create("http://127.0.0.1:1"), AllowanceIT::token);
        assertThat(away.quotes(List.of(
                                calls(client, "local", "colophon-local-1", 1, 1, null),
                                calls(client, "openai", "gpt-4o-mini", 1, 1, null)))
                        .block())
                .extracting(Quote::status)
                .containsExactly("known", "unavailable");
        assertThatThrownBy(
                        () -> away.setAside(Ids.newId(), client, BigDecimal.ONE).block())
                .isInstanceOf(ProblemException.class);
        http.put()
                .uri("/internal/v1/allowances/" + Ids.newId())
                .header("Authorization", TestTokens.service(client))
                .bodyValue(Map.of("replay_id", Ids.newId(), "amount", 1))
                .exchange()
                .expectStatus()
                .isEqualTo(422);
        http.get()
                .uri("/internal/v1/allowances/" + Ids.newId())
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private void befall(UUID attempt, int fate) {
        switch (fate) {
            case 0 -> events.publish(observed(attempt, "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
            case 1 -> events.publish(observed(attempt, "gpt-4.1", "succeeded", 5_000L, 2_000L, false));
            case 2 -> events.publish(observed(attempt, "gpt-4o-mini", "unanswered", null, null, false));
            case 3 -> {
                events.publish(observed(attempt, "unheard-of", "succeeded", 10L, 10L, false));
                release(attempt);
            }
            case 4 -> {
                release(attempt);
                release(attempt);
            }
            default -> {
                // under way for good
            }
        }
    }

    private static PlannedCalls calls(
            UUID of, String provider, String model, long texts, long inputTokens, @Nullable Long atMost) {
        return new PlannedCalls(of, "metadata", provider, model, null, texts, 0, inputTokens, atMost);
    }

    private Admission admit(@Nullable UUID replay) {
        return admissions
                .admit(new ClientId(client), asked(Ids.newId(), replay, "gpt-4o-mini"))
                .block(PATIENCE);
    }

    private Numbers refusal(@Nullable UUID replay) {
        Admission admission = admit(replay);
        assertThat(admission).isInstanceOf(OverBudget.class);
        return ((OverBudget) admission).numbers();
    }

    private Admission.Request asked(UUID attempt, @Nullable UUID replay, String model) {
        return new Admission.Request(
                attempt, Ids.newId(), "metadata", project, null, "openai", model, 1_000, 1_000L, replay);
    }

    private Standing standing(UUID replay) {
        return book.standing(replay, client).block(PATIENCE);
    }

    private JsonNode allowance(UUID replay) {
        return read(http.get()
                .uri("/internal/v1/allowances/" + Allowances.idOf(replay, client))
                .header("Authorization", TestTokens.service(client))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private BigDecimal reservedToday() {
        return window("client", "day").path("reserved").decimalValue();
    }

    private void publish(UUID replay, AiUsageObserved payload) {
        Event<AiUsageObserved> event =
                new Event<>(Ids.newId(), "/test", Instant.now(), payload, null, null, replay, null);
        events.publishRaw(
                EventCatalogue.topicOf(AiUsageObserved.class).topicName(),
                payload.key(),
                EventCodec.headers(event),
                EventCodec.payloadJson(payload).getBytes(StandardCharsets.UTF_8));
    }

    private void rebuild() {
        JsonNode started = read(http.post()
                .uri("/api/v1/ops/usage/rebuild")
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isAccepted());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(read(http.get()
                                .uri("/api/v1/ops/usage/rebuild/"
                                        + started.path("id").asText())
                                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                                .exchange())
                        .path("state")
                        .asText())
                .isEqualTo("completed"));
    }

    /** To the last decimal, in windows as in allowances. */
    private void assertEverythingAddsUp() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(read(WINDOWS)).isEqualTo(read(COUNTED));
            assertThat(read(DRAWN)).isEqualTo(read(DRAWN_ANEW));
        });
    }

    /** Four columns that name, then three amounts; what is all nothing is left out. */
    private Map<String, String> read(String sql) {
        Map<String, String> rows = new TreeMap<>();
        execute(sql, statement -> {
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    BigDecimal spent = found.getBigDecimal(5);
                    BigDecimal unconfirmed = found.getBigDecimal(6);
                    BigDecimal reserved = found.getBigDecimal(7);
                    if (spent.signum() != 0 || unconfirmed.signum() != 0 || reserved.signum() != 0) {
                        rows.put(
                                String.join(
                                        " ",
                                        found.getString(1),
                                        found.getString(2),
                                        found.getString(3),
                                        found.getString(4)),
                                plain(spent) + " " + plain(unconfirmed) + " " + plain(reserved));
                    }
                }
            }
        });
        return rows;
    }

    private void run(String sql) {
        execute(sql, PreparedStatement::executeUpdate);
    }

    private interface Work {
        void with(PreparedStatement statement) throws SQLException;
    }

    private void execute(String sql, Work work) {
        try (Connection admin = TestDatabase.shared().asAdmin();
                PreparedStatement statement = admin.prepareStatement(sql)) {
            for (int i = 1; i <= sql.chars().filter(c -> c == '?').count(); i++) {
                statement.setString(i, client.toString());
            }
            work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private static String token(UUID of) {
        return TestTokens.service(of).substring("Bearer ".length());
    }
}
