package dev.colophon.usage.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class TurnsTests {

    private final Turns turns =
            new Turns(new BudgetProperties(Duration.ofMinutes(5), Duration.ofSeconds(5), 1_024, 256, 2, 3));
    private final UUID client = UUID.randomUUID();
    private final List<Integer> begun = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();

    @Test
    void letsTwoInAndThreeWaitInOrderAndTurnsTheRestAway() {
        List<Sinks.One<String>> works = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            works.add(Sinks.one());
            come(i, works.get(i));
        }

        assertThat(begun).containsExactly(0, 1);
        assertThat(ends).containsExactly("Too many attempts of this client wait to be admitted");
        assertThat(turns.inTurn(UUID.randomUUID(), Mono.just("another's")).block())
                .isEqualTo("another's");

        works.get(1).tryEmitValue("one");
        await().untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 2));
        works.get(0).tryEmitError(new IllegalStateException("failed"));
        await().untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 2, 3));
        works.get(2).tryEmitEmpty();
        await().untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 2, 3, 4));
        works.get(3).tryEmitValue("three");
        works.get(4).tryEmitValue("four");

        assertThat(ends)
                .containsExactly(
                        "Too many attempts of this client wait to be admitted",
                        "one",
                        "failed",
                        "nothing",
                        "three",
                        "four");
        assertThat(turns.lines()).isZero();
    }

    @Test
    void takesWhoBreaksOffOutOfTheLineAndGivesTheTurnOn() {
        List<Sinks.One<String>> works = new ArrayList<>();
        List<Disposable> comers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            works.add(Sinks.one());
            comers.add(come(i, works.get(i)));
        }

        comers.get(2).dispose();
        comers.get(0).dispose();

        await().untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 3));
        comers.get(1).dispose();
        comers.get(3).dispose();
        assertThat(turns.lines()).isZero();
    }

    @Test
    void neverLetsMoreInThanMayBeUnderWayHoweverManyComeAndBreakOff() {
        Turns wide = new Turns(new BudgetProperties(Duration.ofMinutes(5), Duration.ofSeconds(5), 1, 1, 2, 10_000));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mono<Integer> work = Mono.fromCallable(() -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    underWay.decrementAndGet();
                    return 1;
                })
                .subscribeOn(Schedulers.boundedElastic());

        Flux.range(0, 4_000)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .doOnNext(i -> {
                    if (i % 3 == 0) {
                        wide.inTurn(client, Mono.never()).subscribe().dispose();
                    } else {
                        wide.inTurn(client, work).subscribe();
                    }
                })
                .sequential()
                .blockLast(Duration.ofSeconds(30));

        await().untilAsserted(() -> assertThat(wide.lines()).isZero());
        assertThat(wide.inTurn(client, work).block(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    private Disposable come(int number, Sinks.One<String> work) {
        return turns.inTurn(client, work.asMono().doOnSubscribe(subscribed -> begun.add(number)))
                .defaultIfEmpty("nothing")
                .onErrorResume(ProblemException.class, error -> Mono.just(String.valueOf(error.getMessage())))
                .onErrorResume(IllegalStateException.class, error -> Mono.just(error.getMessage()))
                .subscribe(ends::add);
    }
}
