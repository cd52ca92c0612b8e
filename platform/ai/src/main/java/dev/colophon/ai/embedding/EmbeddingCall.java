package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.Embeddings.BatchAttempt;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Skipped;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.Target;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One call: its texts with what became of each, and its requests with what each carried. Thread-safe. */
final class EmbeddingCall {

    private record Carried(CallRecord.Running request, List<Text> texts) {}

    private final EmbeddingOrder order;
    private final CallRecord record;
    private final AttemptListener metrics;
    private final List<Text> texts;
    private final AtomicReferenceArray<TextOutcome> outcomes;
    private final Map<UUID, Carried> underWay = new ConcurrentHashMap<>();
    private final Queue<BatchAttempt> ended = new ConcurrentLinkedQueue<>();

    EmbeddingCall(EmbeddingOrder order, AttemptListener metrics, Clock clock) {
        this.order = order;
        this.metrics = metrics;
        this.record = new CallRecord("embedding", clock, this::ended);
        this.texts = Text.of(order.texts());
        this.outcomes = new AtomicReferenceArray<>(texts.size());
    }

    EmbeddingOrder order() {
        return order;
    }

    CallRecord record() {
        return record;
    }

    void carries(CallRecord.Running request, List<Text> batch) {
        underWay.put(request.attemptId(), new Carried(request, batch));
    }

    private void ended(Attempt attempt, Target target) {
        metrics.ended(attempt, target);
        Carried carried = underWay.remove(attempt.attemptId());
        BatchAttempt batch = carried == null
                ? new BatchAttempt(attempt, List.of(), null, null)
                : new BatchAttempt(
                        attempt,
                        carried.texts().stream().map(Text::position).toList(),
                        shares(attempt.inputTokens(), carried.texts()),
                        carried.request().cost().orElse(null));
        ended.add(batch);
        order.listener().accept(batch);
    }

    private static @Nullable List<Long> shares(@Nullable Long inputTokens, List<Text> texts) {
        return inputTokens == null
                ? null
                : LongStream.of(Text.shares(inputTokens, texts)).boxed().toList();
    }

    void settle(Text text, TextOutcome outcome) {
        outcomes.set(text.position(), outcome);
    }

    /** Texts that somebody else may serve; none where that could not make the call whole any more. */
    List<Text> left() {
        boolean spoilt = order.allOrNothing() && texts.stream().anyMatch(text -> isFinal(outcome(text)));
        return spoilt ? List.of() : texts.stream().filter(this::isOpen).toList();
    }

    private boolean isOpen(Text text) {
        TextOutcome outcome = outcomes.get(text.position());
        return outcome == null
                || outcome instanceof Unserved
                || outcome instanceof Unpriced
                || outcome instanceof Skipped
                || (outcome instanceof OverBudget over && over.degrade());
    }

    private static boolean isFinal(TextOutcome outcome) {
        return outcome instanceof TextOutcome.Rejected || (outcome instanceof OverBudget over && !over.degrade());
    }

    private TextOutcome outcome(Text text) {
        TextOutcome outcome = outcomes.get(text.position());
        return outcome == null ? new Skipped() : outcome;
    }

    Embeddings result() {
        return new Embeddings(
                record.callId(),
                IntStream.range(0, texts.size())
                        .mapToObj(i -> outcome(texts.get(i)))
                        .toList(),
                List.copyOf(ended));
    }
}
