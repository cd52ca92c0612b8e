package dev.colophon.persistence.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class DueQueuesTests {

    private static final Duration LOOK_EVERY = DueQueues.LOOK_EVERY;

    private final List<Set<String>> looks = new ArrayList<>();
    private final Set<String> due = new HashSet<>();
    private long now = Long.MAX_VALUE - 1_000;
    private final DueQueues queues = new DueQueues(this::look, () -> now);

    @Test
    void looksForAllQueuesAtOnceAndNowAndThen() {
        assertThat(mayHave("a")).isFalse();
        assertThat(mayHave("b")).as("nobody looked for it yet").isTrue();
        assertThat(mayHave("a")).isFalse();
        assertThat(looks).containsExactly(Set.of("a"));

        pass(LOOK_EVERY);

        assertThat(mayHave("a")).isFalse();
        assertThat(mayHave("b")).isFalse();
        assertThat(looks).containsExactly(Set.of("a"), Set.of("a", "b"));
    }

    @Test
    void seesWhatAnotherProcessPutThereOrWhatCameToBeDue() {
        assertThat(mayHave("a")).isFalse();
        due.add("a");

        pass(LOOK_EVERY.minusNanos(1));
        assertThat(mayHave("a")).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(mayHave("a")).isTrue();
        assertThat(mayHave("a")).as("for as long as the look counts").isTrue();
        assertThat(looks).hasSize(2);
    }

    @Test
    void needsNoLookForWhatThisProcessPutThere() {
        assertThat(mayHave("a")).isFalse();

        queues.stir("a");
        assertThat(mayHave("a")).isTrue();
        pass(DueQueues.STIRRED_FOR.minusNanos(1));
        assertThat(mayHave("a")).isTrue();
        assertThat(looks).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(mayHave("a")).isFalse();
        assertThat(looks).hasSize(2);
    }

    @Test
    void stirsAllThatAnybodyAskedFor() {
        mayHave("a");
        pass(LOOK_EVERY);
        mayHave("b");

        queues.stirAll();

        assertThat(mayHave("a")).isTrue();
        assertThat(mayHave("b")).isTrue();
    }

    @Test
    void looksOnceForAllWhoAskMeanwhile() {
        Sinks.One<Set<String>> answer = Sinks.one();
        DueQueues slow = new DueQueues(asked -> looked(asked).then(answer.asMono()), () -> now);

        CompletableFuture<Boolean> first = slow.mayHave("a").toFuture();
        CompletableFuture<Boolean> second = slow.mayHave("a").toFuture();
        assertThat(first).isNotDone();
        first.cancel(true);
        answer.tryEmitValue(Set.of("a"));

        assertThat(second).isCompletedWithValue(true);
        assertThat(looks).hasSize(1);
    }

    @Test
    void looksAgainAfterALookThatFailed() {
        List<Mono<Set<String>>> answers =
                new ArrayList<>(List.of(Mono.error(new IllegalStateException("no database")), Mono.just(Set.of("a"))));
        DueQueues broken = new DueQueues(asked -> answers.remove(0), () -> now);

        assertThatThrownBy(() -> broken.mayHave("a").block()).hasMessage("no database");
        assertThat(broken.mayHave("a").block()).isTrue();
    }

    @Test
    void givesUpALookThatIsNotAnswered() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            Iterator<Mono<Set<String>>> answers =
                    List.of(Mono.<Set<String>>never(), Mono.just(Set.of("a"))).iterator();
            DueQueues stuck = new DueQueues(asked -> answers.next(), () -> now);
            CompletableFuture<Boolean> asked = stuck.mayHave("a").toFuture();

            time.advanceTimeBy(DueQueues.PATIENCE);

            assertThat(asked).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("within 10 s");
            assertThat(stuck.mayHave("a").block()).isTrue();
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    private boolean mayHave(String queue) {
        return Boolean.TRUE.equals(queues.mayHave(queue).block());
    }

    private Mono<Set<String>> look(Set<String> asked) {
        return looked(asked).then(Mono.fromCallable(() -> Set.copyOf(due)));
    }

    private Mono<Void> looked(Set<String> asked) {
        return Mono.fromRunnable(() -> looks.add(asked));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
