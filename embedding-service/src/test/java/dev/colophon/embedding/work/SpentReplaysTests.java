package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.messaging.replay.ReplayBrake.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SpentReplaysTests {

    private record Held(UUID replayId, Reason reason, String detail, Map<String, BigDecimal> numbers) {}

    private final List<Held> held = new ArrayList<>();
    private final SpentReplays replays = new SpentReplays(
            (id, reason, detail, numbers) -> Mono.fromRunnable(() -> held.add(new Held(id, reason, detail, numbers))));
    private final UUID replay = UUID.randomUUID();

    @Test
    void tellsTheReplaysOwnCapFromTheBudgetOfTheClient() {
        replays.hold(replay, numbers("replay", null)).block();
        replays.hold(replay, numbers("client", "day")).block();

        assertThat(held).extracting(Held::reason).containsExactly(Reason.CAP_REACHED, Reason.OVER_BUDGET);
        assertThat(held).extracting(Held::replayId).containsOnly(replay);
        assertThat(held.get(1).detail()).contains("client").contains("day");
    }

    @Test
    void passesOnTheNumbersThatAreKnown() {
        replays.hold(replay, numbers("replay", null)).block();

        assertThat(held.get(0).numbers())
                .containsOnlyKeys("cap", "spent", "requested")
                .containsEntry("cap", new BigDecimal("0.5"))
                .containsEntry("requested", new BigDecimal("0.2"));
    }

    private static Numbers numbers(String scope, String period) {
        return new Numbers(new BigDecimal("0.5"), new BigDecimal("0.4"), null, new BigDecimal("0.2"), period, scope);
    }
}
