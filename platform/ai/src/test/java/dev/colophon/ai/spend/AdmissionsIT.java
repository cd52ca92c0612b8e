package dev.colophon.ai.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.ai.ProviderStub.Answer;
import dev.colophon.ai.UsageStub;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.persistence.work.ReplayContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class AdmissionsIT {

    private static final Answer ADMITTED = Answer.json(201, """
            {"status":"admitted","estimated_cost":"0.0001230000","warnings":["80 % of the month"],
             "price":{"input_per_token":"0.0000001500","cached_input_per_token":null,"output_per_token":"0.0000006000"}}
            """);

    private final UsageStub usage = new UsageStub();
    private final Admissions admissions = usage.admissions();
    private final ClientId client = new ClientId(UUID.randomUUID());

    @AfterEach
    void stop() {
        admissions.close();
        usage.close();
    }

    @Test
    void readsThePriceAndTheWarnings() {
        usage.decides(request -> ADMITTED);

        assertThat(admit().block()).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
            assertThat(admitted.warnings()).containsExactly("80 % of the month");
            TokenPrice price = admitted.price();
            assertThat(price).isNotNull();
            assertThat(price.of(new Usage(null, null, 1000L, 500L, 200L, false)))
                    .contains(new BigDecimal("0.0004500000"));
            assertThat(price.of(new Usage(null, null, 1000L, null, null, false)))
                    .isEmpty();
        });
    }

    @Test
    void leavesAnAccountBookAloneThatDoesNotAnswerAndGivesAllBackOnceItDoes() {
        CountDownLatch answering = new CountDownLatch(1);
        usage.decides(request -> {
            hold(answering);
            return ADMITTED;
        });

        List<Admission> unanswered =
                Flux.range(0, 12).flatMap(i -> admit()).collectList().block();
        int asked = usage.reserved().size();
        Admission leftAlone = admit().block();

        assertThat(unanswered).hasSize(12).allSatisfy(each -> assertThat(each).isInstanceOf(Admission.Away.class));
        assertThat(leftAlone).isInstanceOf(Admission.Away.class);
        assertThat(usage.reserved()).hasSize(asked);
        answering.countDown();
        await().untilAsserted(() -> assertThat(usage.released())
                .containsExactlyInAnyOrderElementsOf(usage.reserved().subList(0, asked)));
        await().untilAsserted(() -> assertThat(admit().block()).isInstanceOf(Admission.Admitted.class));
    }

    @Test
    void namesTheReplayOfAnAnswerThatComesInParts() {
        UUID replay = Ids.newId();
        PaidAttempts attempts = new PaidAttempts(admissions);
        PaidAttempts.Order order = new PaidAttempts.Order(
                new CallRecord("chat", Clock.systemUTC(), (attempt, target) -> {}),
                new Target("openai", "gpt", null),
                new SpendContext(client, null, null, 1),
                10,
                null);
        Flux<Integer> parts = attempts.stream(order, running -> Flux.range(0, 3))
                .publishOn(Schedulers.parallel())
                .contextWrite(ReplayContext.of(replay));

        assertThat(parts.collectList().block()).containsExactly(0, 1, 2);
        assertThat(usage.reservations())
                .singleElement()
                .satisfies(asked -> assertThat(asked.path("replay_id").asText()).isEqualTo(replay.toString()));
    }

    private Mono<Admission> admit() {
        return admissions.admit(
                client, new Admission.Request(Ids.newId(), Ids.newId(), "chat", null, null, "openai", "gpt", 10, null));
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
