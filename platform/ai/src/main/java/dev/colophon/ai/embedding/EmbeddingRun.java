package dev.colophon.ai.embedding;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.BatchSender.Sent;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One call: its batches, and the search for culprits in those that were refused. The search halves the refused batch and
 * sends the left half: if that passes, the culprit is to the right; if not, the right half is put aside, and all that was
 * put aside goes in one batch at the end. A culprit among n so takes at most log2(n) + 1 more requests.
 */
final class EmbeddingRun {

    private final BatchSender sender;
    private final Batches batches;
    private final int atOnce;
    private final List<Text> texts;
    private final EmbeddingMetrics metrics;
    private final AtomicReferenceArray<TextOutcome> outcomes;
    private final Queue<List<Text>> passed = new ConcurrentLinkedQueue<>();

    EmbeddingRun(
            Integration integration,
            Supplier<EmbeddingModel> model,
            ProviderGuards guards,
            PaidAttempts attempts,
            Scheduler threads,
            SpendContext payer,
            List<Text> texts,
            EmbeddingMetrics metrics,
            AttemptListener listener,
            Clock clock) {
        this.sender = new BatchSender(integration, model, guards, attempts, threads, payer, listener, clock);
        this.batches = Batches.of(integration);
        this.atOnce = guards.limits().concurrency();
        this.texts = texts;
        this.metrics = metrics;
        this.outcomes = new AtomicReferenceArray<>(texts.size());
    }

    Mono<Embeddings> result() {
        return Flux.fromIterable(batches.cut(texts))
                .flatMap(
                        batch -> sender.send(batch)
                                .flatMap(sent -> sent.refused() ? search(batch, List.of(), batch) : keep(sent)),
                        atOnce)
                .then(Mono.fromSupplier(() -> new Embeddings(
                        sender.callId(),
                        IntStream.range(0, texts.size()).mapToObj(outcomes::get).toList(),
                        sender.attempts())));
    }

    /**
     * @param range holds at least one culprit
     * @param aside nothing is known of these
     * @param refused the smallest batch around the range that was refused as it is
     */
    private Mono<Void> search(List<Text> range, List<Text> aside, List<Text> refused) {
        if (range.size() == 1) {
            return found(range, aside, refused);
        }
        List<Text> left = range.subList(0, range.size() / 2);
        List<Text> right = range.subList(range.size() / 2, range.size());
        return sender.send(left).flatMap(sent -> {
            if (sent.refused()) {
                return search(left, joined(right, aside), left);
            }
            Mono<Void> kept = keep(sent);
            return sent.stopped()
                    ? kept.then(keep(sent.sameFor(joined(right, aside))))
                    : kept.then(search(right, aside, refused));
        });
    }

    private Mono<Void> found(List<Text> culprit, List<Text> aside, List<Text> refused) {
        Mono<Void> judged = Mono.defer(() -> isCertain(refused) ? reject(culprit) : confirm(culprit));
        if (aside.isEmpty()) {
            return judged;
        }
        return sender.send(aside)
                .flatMap(sent -> sent.refused() ? search(aside, List.of(), aside) : keep(sent))
                .then(judged);
    }

    /**
     * A culprit that was only inferred is one for certain when a batch of the size of the refused one has passed: then it
     * was not the size.
     */
    private boolean isCertain(List<Text> refused) {
        long tokens = Text.tokens(refused);
        return refused.size() == 1
                || passed.stream().anyMatch(batch -> batch.size() >= refused.size() && Text.tokens(batch) >= tokens);
    }

    private Mono<Void> confirm(List<Text> culprit) {
        return sender.send(culprit).flatMap(sent -> sent.refused() ? reject(culprit) : keep(sent));
    }

    private Mono<Void> reject(List<Text> culprit) {
        return keep(Sent.all(culprit, new Rejected(Reason.REFUSED, "the provider refuses this text")));
    }

    private Mono<Void> keep(Sent sent) {
        return Mono.fromRunnable(() -> {
            if (!sent.stopped()) {
                passed.add(sent.batch());
            }
            for (int i = 0; i < sent.batch().size(); i++) {
                TextOutcome outcome = sent.outcomes().get(i);
                outcomes.set(sent.batch().get(i).position(), outcome);
                metrics.count(outcome);
            }
        });
    }

    private static List<Text> joined(List<Text> first, List<Text> second) {
        List<Text> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
