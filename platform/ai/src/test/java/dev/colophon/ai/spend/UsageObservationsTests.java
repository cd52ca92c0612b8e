package dev.colophon.ai.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.colophon.ai.spend.Attempt.Outcome;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageObservationsTests {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final ClientId client = new ClientId(Ids.newId());
    private final UUID project = Ids.newId();
    private final UUID call = Ids.newId();
    private final UUID integration = Ids.newId();

    @Test
    void tellsEachAttemptUnderItsOwnId() {
        Attempt failed = attempt(1, "openai", Outcome.THROTTLED, null, null);
        Attempt served = attempt(2, "gemini", Outcome.SUCCEEDED, 13L, 7L);

        List<AiUsageObserved> events =
                UsageObservations.of(new SpendContext(client, project, null, 3), List.of(failed, served));

        assertThat(events)
                .extracting(AiUsageObserved::attemptId)
                .containsExactly(failed.attemptId(), served.attemptId());
        assertThat(events).extracting(AiUsageObserved::outcome).containsExactly("throttled", "succeeded");
        assertThat(events.get(0).inputTokens()).isNull();
        assertThat(events.get(1))
                .isEqualTo(new AiUsageObserved(
                        client,
                        served.attemptId(),
                        call,
                        2,
                        served.reservationId(),
                        project,
                        null,
                        "metadata",
                        "gemini",
                        "m",
                        "p-2",
                        3,
                        13L,
                        7L,
                        false,
                        "succeeded",
                        250,
                        NOON,
                        integration,
                        2L,
                        false));
        assertThat(events).extracting(AiUsageObserved::reservationId).containsExactly(null, served.attemptId());
    }

    @Test
    void chargesNoReservationForLocalWork() {
        Attempt local = attempt(1, "local", Outcome.SUCCEEDED, null, null);

        AiUsageObserved event = UsageObservations.of(new SpendContext(client, project, null, 1), List.of(local))
                .get(0);

        assertThat(event.reservationId()).isNull();
        assertThat(event.provider()).isEqualTo("local");
    }

    @Test
    void refusesACallWithoutInput() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SpendContext(client, null, null, 0));
    }

    private Attempt attempt(int number, String provider, Outcome outcome, Long input, Long output) {
        UUID id = Ids.newId();
        return new Attempt(
                id,
                call,
                number,
                "metadata",
                provider,
                "m",
                integration,
                number == 2 ? id : null,
                "p-" + number,
                input,
                output,
                2L,
                false,
                outcome,
                null,
                Duration.ofMillis(250),
                NOON);
    }
}
