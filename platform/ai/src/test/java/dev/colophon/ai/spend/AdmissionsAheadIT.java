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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Attempts against an account book on the loopback interface. */
class AdmissionsAheadIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final UsageStub usage = new UsageStub();
    private final Admissions admissions = usage.admissions();
    private final ClientId client = new ClientId(UUID.randomUUID());
    private final List<Attempt> ended = new CopyOnWriteArrayList<>();
    private AdmissionsAhead ahead = new AdmissionsAhead(admissions, LONG);

    @AfterEach
    void stop() {
        ahead.close();
        admissions.close();
        usage.close();
    }

    @Test
    void letsAttemptsThatComeOftenTakeWhatWasReservedForThem() {
        usage.reservesAhead();
        attempts(3, 10);
        await().until(() -> usage.ahead().size() == 1);
        await().until(() -> takenAhead(attempts(1, 10)));

        List<Attempt> later = attempts(1, 10);

        String id = later.get(0).attemptId().toString();
        assertThat(usage.reservedAhead()).contains(id);
        assertThat(later.get(0).reservationId()).isEqualTo(later.get(0).attemptId());
        assertThat(usage.reserved()).doesNotContain(id);
        assertThat(ended.stream().map(Attempt::attemptId)).doesNotHaveDuplicates();
    }

    @Test
    void asksForWhatEachOfThemMayTakeAtMost() {
        usage.reservesAhead();
        attempts(3, 1_000);
        await().until(() -> usage.ahead().size() == 1);

        assertThat(usage.ahead()).singleElement().satisfies(asked -> {
            assertThat(asked.path("input_tokens").asLong()).isEqualTo(1_024);
            assertThat(asked.path("max_output_tokens").asLong()).isEqualTo(100);
            assertThat(asked.path("model").asText()).isEqualTo("gpt");
            assertThat(asked.path("operation").asText()).isEqualTo("chat");
        });
        await().until(() -> takenAhead(attempts(1, 1_024)));
        assertThat(takenAhead(attempts(1, 1_025))).as("a larger one").isFalse();
    }

    @Test
    void pricesThemAsTheAccountBookSaid() {
        usage.reservesAhead();
        attempts(3, 10);
        await().until(() -> takenAhead(attempts(1, 10)));

        CallRecord call = call();
        BigDecimal cost = paid().make(order(call, 10), running -> {
                    running.answered(new Usage(null, null, 1_000L, 500L, 0L, false));
                    return Mono.just(running.cost().orElseThrow());
                })
                .block();

        assertThat(takenAhead(call.attempts())).isTrue();
        assertThat(cost).isEqualByComparingTo("0.00045");
    }

    @Test
    void asksForEachAttemptWhereNothingIsReservedAhead() {
        attempts(30, 10);

        assertThat(usage.reserved()).hasSize(30).containsExactlyElementsOf(ids(ended));
        assertThat(usage.ahead()).as("it is not asked again and again").hasSize(1);
    }

    @Test
    void asksForReplaysWhenTheyCome() {
        usage.reservesAhead();
        UUID replay = Ids.newId();

        attempts(10, 10, replay);

        assertThat(usage.reserved()).hasSize(10);
        assertThat(usage.ahead()).isEmpty();
    }

    @Test
    void givesBackWhatNoAttemptTookInTime() {
        ahead = new AdmissionsAhead(admissions, SHORT);
        usage.reservesAhead();
        await().until(() -> {
            attempts(3, 10);
            return !usage.ahead().isEmpty();
        });

        await().untilAsserted(() ->
                assertThat(new HashSet<>(usage.released())).isNotEmpty().isEqualTo(unused()));
    }

    @Test
    void givesBackWhatWaitsWhenItEnds() {
        usage.reservesAhead();
        attempts(3, 10);
        await().until(() -> takenAhead(attempts(1, 10)));

        ahead.close();

        assertThat(takenAhead(attempts(1, 10))).isFalse();
        admissions.close();
        assertThat(new HashSet<>(usage.released())).isEqualTo(unused());
    }

    @Test
    void givesBackWhatMayHaveBeenReservedWhereNoAnswerCame() {
        usage.decidesAhead(request -> Answer.json(500, "{}"));
        attempts(3, 10);

        await().untilAsserted(() ->
                assertThat(usage.released()).hasSize(3).containsExactlyInAnyOrderElementsOf(usage.reservedAhead()));
        assertThat(ended).allSatisfy(attempt -> assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.SUCCEEDED));
    }

    @Test
    void hasNothingToGiveBackToAnAccountBookThatDoesNotKnowTheQuestion() {
        usage.decidesAhead(request -> Answer.json(404, "{}"));
        attempts(3, 10);
        await().until(() -> usage.ahead().size() == 1);
        usage.decidesAhead(request -> Answer.json(500, "{}"));
        ahead = new AdmissionsAhead(admissions, LONG);
        attempts(3, 10);

        await().until(() -> usage.released().size() == 3);
        assertThat(usage.reservedAhead().subList(3, 6)).containsExactlyInAnyOrderElementsOf(usage.released());
        assertThat(usage.reserved()).hasSize(6);
    }

    /** Once nothing is under way any more. */
    private Set<String> unused() {
        Set<String> unused = new HashSet<>(usage.reservedAhead());
        ids(ended).forEach(unused::remove);
        return unused;
    }

    private boolean takenAhead(List<Attempt> attempts) {
        return usage.reservedAhead().containsAll(ids(attempts));
    }

    private static List<String> ids(List<Attempt> attempts) {
        return attempts.stream().map(attempt -> attempt.attemptId().toString()).toList();
    }

    private List<Attempt> attempts(int count, long inputTokens) {
        return attempts(count, inputTokens, null);
    }

    private List<Attempt> attempts(int count, long inputTokens, @Nullable UUID replay) {
        return Stream.generate(this::call)
                .limit(count)
                .peek(call -> paid().make(order(call, inputTokens), running -> Mono.just("an answer"))
                        .contextWrite(context -> replay == null
                                ? context
                                : ReplayContext.of(replay).apply(context))
                        .block())
                .flatMap(call -> call.attempts().stream())
                .toList();
    }

    private PaidAttempts paid() {
        return new PaidAttempts(admissions, ahead);
    }

    private CallRecord call() {
        return new CallRecord("chat", Clock.systemUTC(), (attempt, target) -> ended.add(attempt));
    }

    private PaidAttempts.Order order(CallRecord call, long inputTokens) {
        return new PaidAttempts.Order(
                call, new Target("openai", "gpt", null), new SpendContext(client, null, null, 1), inputTokens, 100L);
    }
}
