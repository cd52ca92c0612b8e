package dev.colophon.metadata.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.messaging.replay.PlannedCalls;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallSumsTests {

    private static final UUID CLIENT = UUID.randomUUID();

    @Test
    void addsUpCallsToOneModelAndKeepsOthersApart() {
        List<PlannedCalls> sums = CallSums.of(List.of(
                call("gpt-4o-mini", 0, 900, null),
                call("gpt-4o", 0, 400, null),
                call("gpt-4o-mini", 1, 0, null),
                call("gpt-4o-mini", 0, 100, 500L)));

        assertThat(sums)
                .containsExactly(
                        new PlannedCalls(CLIENT, "metadata", "openai", "gpt-4o-mini", null, 2, 1, 900, null),
                        call("gpt-4o", 0, 400, null),
                        call("gpt-4o-mini", 0, 100, 500L));
    }

    private static PlannedCalls call(String model, long cached, long tokens, @Nullable Long longest) {
        return new PlannedCalls(CLIENT, "metadata", "openai", model, null, 1, cached, tokens, longest);
    }
}
