package dev.colophon.usage.budget;

import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps one client's admissions from taking all connections while they wait for the row of one limit: a few of a client
 * are under way at once, more wait in line and hold nothing, and those that find the line full are told to come again. No
 * client waits in another's line.
 */
@Component
class Turns {

    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final Map<UUID, Line> lines = new ConcurrentHashMap<>();
    private final int atOnce;
    private final int longest;

    Turns(BudgetProperties properties) {
        this.atOnce = properties.concurrentAdmissions();
        this.longest = properties.waitingAdmissions();
    }

    private enum State {
        NEW,
        WAITING,
        UNDER_WAY,
        GONE
    }

    /** One client's; seen and changed only while the map computes that client's entry. */
    private static final class Line {
        private final Queue<Turn> waiting = new ArrayDeque<>();
        private int underWay;

        private boolean isEmpty() {
            return underWay == 0 && waiting.isEmpty();
        }
    }

    /** One who came; its state is its line's to see and change. */
    private static final class Turn {
        private final UUID client;
        private final Runnable begin;
        private State state = State.NEW;

        private Turn(UUID client, Runnable begin) {
            this.client = client;
            this.begin = begin;
        }
    }

    /** Subscribes to {@code work} when it is its turn; whoever breaks off leaves the line. */
    <T> Mono<T> inTurn(UUID client, Mono<T> work) {
        return Mono.create(sink -> {
            Turn turn = new Turn(client, () -> begin(work, sink));
            sink.onDispose(() -> leave(turn));
            switch (enter(turn)) {
                case UNDER_WAY -> turn.begin.run();
                case NEW ->
                    sink.error(ProblemException.unavailable(
                            "Too many attempts of this client wait to be admitted", COME_AGAIN));
                default -> {
                    // whoever leaves the line begins it; who is gone needs nothing
                }
            }
        });
    }

    /** How many clients have anyone under way or waiting. */
    int lines() {
        return lines.size();
    }

    private State enter(Turn turn) {
        State[] entered = {State.NEW};
        lines.compute(turn.client, (client, found) -> {
            Line line = found == null ? new Line() : found;
            if (turn.state == State.NEW && line.underWay < atOnce) {
                line.underWay++;
                turn.state = State.UNDER_WAY;
            } else if (turn.state == State.NEW && line.waiting.size() < longest) {
                line.waiting.add(turn);
                turn.state = State.WAITING;
            }
            entered[0] = turn.state;
            return line.isEmpty() ? null : line;
        });
        return entered[0];
    }

    private void leave(Turn turn) {
        @Nullable Turn[] next = new Turn[1];
        lines.computeIfPresent(turn.client, (client, line) -> {
            if (turn.state == State.WAITING) {
                line.waiting.remove(turn);
            } else if (turn.state == State.UNDER_WAY) {
                line.underWay--;
                next[0] = line.waiting.poll();
            }
            if (next[0] != null) {
                line.underWay++;
                next[0].state = State.UNDER_WAY;
            }
            turn.state = State.GONE;
            return line.isEmpty() ? null : line;
        });
        if (next[0] != null) {
            Schedulers.parallel().schedule(next[0].begin);
        }
    }

    private static <T> void begin(Mono<T> work, MonoSink<T> sink) {
        sink.onCancel(work.contextWrite(sink.contextView()).subscribe(sink::success, sink::error, sink::success));
    }
}
