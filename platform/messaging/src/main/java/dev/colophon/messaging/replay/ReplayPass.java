package dev.colophon.messaging.replay;

import dev.colophon.messaging.Courtesy;
import dev.colophon.messaging.InfrastructureFailures;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.replay.Progress.Step;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One pass over the range of a replay, in transactions that hold the effects of some events, whoever's they are, and the
 * position behind them: what crashes is handled again or not at all, never twice. Not for two threads at once.
 */
final class ReplayPass implements AutoCloseable {

    /** Why the pass gives way. */
    enum Turn {
        /** The whole range is read. */
        READ,
        /** Others may go first; it goes on at once. */
        TIME_UP,
        /** As much work waits as may. */
        WAIT
    }

    /** What passes need. */
    record Tools(
            ClientTransactions transactions,
            WorkQueue queue,
            Progress progress,
            Traces traces,
            Courtesy courtesy,
            ReplayMetrics metrics,
            ReplayProperties settings) {}

    private static final Logger log = LoggerFactory.getLogger(ReplayPass.class);
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final Tools tools;
    private final Replay replay;
    private final Effects effects;
    private final RecordReader reader;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private final BatchSize size = new BatchSize();
    private final RateLimit limit = new RateLimit(System::nanoTime);
    private Batch batch = new Batch(List.of(), Map.of(), 0);
    private int taken;
    private @Nullable Integer perSecond;
    private boolean queues;
    private long counted = System.nanoTime();

    ReplayPass(Tools tools, Replay replay, Replayable replayable, RecordReader reader) {
        this.tools = tools;
        this.replay = replay;
        this.effects = new Effects(tools.transactions(), tools.progress(), replay, replayable);
        this.reader = reader;
        this.perSecond = replay.maxPerSecond();
        // another instance may have left work behind
        this.queues = replay.phase() == Replay.Phase.RUN;
        replay.partitions().forEach(range -> {
            positions.put(range.partition(), range.position());
            ends.put(range.partition(), range.to());
        });
    }

    /** Whether this is the pass for a replay as it stands now, or was left behind. */
    boolean goesOnWith(Replay now) {
        return now.id().equals(replay.id())
                && now.phase() == replay.phase()
                && now.partitions().stream()
                        .allMatch(range -> Objects.equals(positions.get(range.partition()), range.position()));
    }

    /** Goes on for about {@code time}, and as long as it {@code may}. */
    Turn go(WorkItem lease, @Nullable Integer allowedPerSecond, Duration time, BooleanSupplier may)
            throws InterruptedException {
        perSecond = allowedPerSecond;
        long until = System.nanoTime() + time.toNanos();
        while (!isRead()) {
            if (System.nanoTime() > until || !may.getAsBoolean()) {
                return Turn.TIME_UP;
            }
            if (queues && isFull()) {
                return Turn.WAIT;
            }
            tools.courtesy().giveWay();
            step(lease);
        }
        return Turn.READ;
    }

    private boolean isRead() {
        return positions.entrySet().stream()
                .allMatch(position -> position.getValue() >= ends.getOrDefault(position.getKey(), 0L));
    }

    private boolean isFull() {
        Long waiting = tools.queue()
                .standing(replay.id())
                .map(WorkQueue.Standing::pending)
                .block(AT_MOST);
        queues = waiting != null && waiting > 0;
        return waiting != null && waiting >= tools.settings().outstanding();
    }

    private void step(WorkItem lease) throws InterruptedException {
        if (taken >= batch.entries().size()) {
            batch = reader.next();
            taken = 0;
            if (batch.entries().isEmpty()) {
                if (!batch.ends().isEmpty()) {
                    handle(lease, 0, 0);
                }
                return;
            }
        }
        int wanted = Math.min(size.events(), batch.entries().size() - taken);
        int allowed = limit.allowed(perSecond, wanted);
        if (allowed == 0) {
            Thread.sleep(20);
            return;
        }
        limit.take(allowed);
        long begun = System.nanoTime();
        handle(lease, taken, taken + allowed);
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        size.took(allowed, time, tools.courtesy().transaction());
        taken += allowed;
        tools.courtesy().rest(time);
    }

    /** Handles some together; where that fails in halves, down to those that fail alone. */
    private void handle(WorkItem lease, int from, int to) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                commit(lease, from, to, null);
                return;
            } catch (RuntimeException e) {
                if (isNotTheEvents(e) || to == from) {
                    throw e;
                }
                if (to - from > 1) {
                    int middle = (from + to) >>> 1;
                    handle(lease, from, middle);
                    handle(lease, middle, to);
                    return;
                }
                if (attempt >= tools.settings().attempts() || e instanceof IllegalArgumentException) {
                    Entry entry = batch.entries().get(from);
                    log.warn(
                            "replay {} passes over {}-{}@{}, which cannot be handled: {}",
                            replay.id(),
                            replay.request().topic().topicName(),
                            entry.partition(),
                            entry.offset(),
                            e.toString());
                    commit(lease, from, to, e);
                    return;
                }
                Thread.sleep(50L * attempt);
            }
        }
    }

    private static boolean isNotTheEvents(RuntimeException failure) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        return failure instanceof LeaseLostException
                || failure instanceof Progress.MovedException
                || InfrastructureFailures.isOne(failure);
    }

    private void commit(WorkItem lease, int from, int to, @Nullable Throwable fault) {
        List<Entry> entries = batch.entries().subList(from, to).stream()
                .map(entry -> fault == null ? entry : entry.failedWith(fault))
                .toList();
        Map<Integer, Long> after = new HashMap<>(batch.positionsAfter(to));
        after.entrySet().removeIf(position -> position.getValue().equals(positions.get(position.getKey())));
        List<Step> steps = after.entrySet().stream()
                .map(position ->
                        new Step(position.getKey(), positions.getOrDefault(position.getKey(), 0L), position.getValue()))
                .toList();
        long now = System.nanoTime();
        int records = batch.recordsBetween(from, to);
        Replay.Counts[] counts = new Replay.Counts[1];
        Mono<Integer> effect = tools.queue()
                .extend(List.of(lease), tools.settings().lease())
                .then(Mono.defer(() -> effects.of(entries)))
                .flatMap(work -> {
                    counts[0] = counts(records, entries, work, Duration.ofNanos(now - counted));
                    return tools.progress().advance(replay.id(), steps, counts[0]);
                });
        Integer rate = tools.traces()
                .inSpan("replay batch", null, tools.transactions().inSystem(effect))
                .block(AT_MOST);
        perSecond = rate == null || rate == 0 ? null : rate;
        positions.putAll(after);
        counted = now;
        tools.metrics().handled(replay.request().topic(), counts[0]);
    }

    private Replay.Counts counts(int records, List<Entry> entries, Effects.Work work, Duration busy) {
        long failed = entries.stream().filter(entry -> entry.event() == null).count();
        long handled = entries.size() - failed;
        queues |= replay.phase() == Replay.Phase.RUN && handled > work.unchanged();
        return new Replay.Counts(records, entries.size(), work.unchanged(), failed, busy.toMillis());
    }

    @Override
    public void close() {
        reader.close();
    }
}
