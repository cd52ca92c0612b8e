package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.BatchSender.Sent;
import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.embedding.TextOutcome.Skipped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The batches of one call at one integration, and the search for culprits in those that were refused. The search halves the
 * refused batch and sends the left half: if that passes, the culprit is to the right; if not, the right half is put aside,
 * and all that was put aside goes in one batch at the end. A culprit among n so takes at most log2(n), rounded up, + 1 more
 * requests. That holds because the left half never has more texts nor more tokens than the right: once what was put aside
 * has passed, it was not for its size that a left half was refused.
 */
final class EmbeddingRun {

    private final EmbeddingCall call;
    private final BatchSender sender;
    private final EmbeddingMetrics metrics;
    private final Queue<List<Text>> passed = new ConcurrentLinkedQueue<>();
    private volatile boolean spoilt;

    EmbeddingRun(EmbeddingCall call, BatchSender sender, EmbeddingMetrics metrics) {
        this.call = call;
        this.sender = sender;
        this.metrics = metrics;
    }

    /** Completes when each text has its outcome. */
    Mono<Void> through(List<List<Text>> batches, int atOnce) {
        return Flux.fromIterable(batches)
                .flatMap(batch -> send(batch).flatMap(sent -> sent.refused() ? search(batch) : keep(sent)), atOnce)
                .then();
    }

    private Mono<Sent> send(List<Text> batch) {
        return Mono.defer(() -> spoilt ? Mono.just(Sent.all(batch, new Skipped())) : sender.send(batch));
    }

    private Mono<Void> search(List<Text> refused) {
        List<Text> range =
                refused.stream().sorted(Comparator.comparingLong(Text::tokens)).toList();
        return search(range, List.of(), refused);
    }

    /**
     * @param range holds at least one culprit; by size, smallest first
     * @param aside nothing is known of these
     * @param refused the smallest batch around the range that was refused as it is
     */
    private Mono<Void> search(List<Text> range, List<Text> aside, List<Text> refused) {
        if (range.size() == 1) {
            return found(range, aside, refused);
        }
        List<Text> left = range.subList(0, range.size() / 2);
        List<Text> right = range.subList(range.size() / 2, range.size());
        return send(left).flatMap(sent -> {
            if (sent.refused()) {
                return search(left, joined(right, aside), left);
            }
            Mono<Void> kept = keep(sent);
            return sent.stopped()
                    ? kept.then(keep(sent.sameFor(joined(right, aside))))
                    : kept.then(search(right, aside, refused));
        });
    }

    /** Where one culprit spoils the call it is judged first: then the others need not be sent. */
    private Mono<Void> found(List<Text> culprit, List<Text> aside, List<Text> refused) {
        Mono<Void> judged = Mono.defer(() -> isCertain(refused) ? reject(culprit) : confirm(culprit));
        if (aside.isEmpty()) {
            return judged;
        }
        Mono<Void> others = send(aside).flatMap(sent -> sent.refused() ? search(aside) : keep(sent));
        return call.order().allOrNothing() ? judged.then(others) : others.then(judged);
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
        return send(culprit).flatMap(sent -> sent.refused() ? reject(culprit) : keep(sent));
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
                call.settle(sent.batch().get(i), outcome);
                metrics.count(outcome);
                if (call.order().allOrNothing() && !(outcome instanceof Embedded)) {
                    spoilt = true;
                }
            }
        });
    }

    private static List<Text> joined(List<Text> first, List<Text> second) {
        List<Text> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
