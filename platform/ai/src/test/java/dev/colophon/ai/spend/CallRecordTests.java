package dev.colophon.ai.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.spend.Attempt.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallRecordTests {

    private final List<Attempt> told = new ArrayList<>();
    private final CallRecord calls = new CallRecord("chat", Clock.systemUTC(), (attempt, target) -> told.add(attempt));

    @Test
    void doesNotClaimToKnowWhatACallCostThatWasBrokenOffBeforeAnythingCame() {
        running().cancelled();

        assertThat(told).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Outcome.UNANSWERED);
            assertThat(attempt.inputTokens()).isNull();
        });
    }

    @Test
    void chargesWhatWasProducedUntilACallWasBrokenOff() {
        CallRecord.Running running = running();
        running.answered(new Usage("id", "gpt-served", 10L, 3L, null, true));

        running.cancelled();

        assertThat(told).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(attempt.model()).isEqualTo("gpt-served");
            assertThat(attempt.outputTokens()).isEqualTo(3);
            assertThat(attempt.estimated()).isTrue();
        });
    }

    @Test
    void tellsOfTheFirstEndOnly() {
        CallRecord.Running running = running();

        running.succeeded();
        running.cancelled();

        assertThat(told).extracting(Attempt::outcome).containsExactly(Outcome.SUCCEEDED);
    }

    private CallRecord.Running running() {
        return calls.start(new Target("openai", "gpt", null));
    }
}
