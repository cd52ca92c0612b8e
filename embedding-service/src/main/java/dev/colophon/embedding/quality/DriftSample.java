package dev.colophon.embedding.quality;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.quality.QualityReport.Drift;
import dev.colophon.embedding.quality.QualityStore.Sampled;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.vector.VectorBytes;
import dev.colophon.embedding.work.Embedder;
import dev.colophon.embedding.work.Embedder.EmbeddedText;
import dev.colophon.persistence.ClientTransactions;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Embeds a few chunks anew and compares: a stored vector that is not what its text gives today was made by another model,
 * of another text, or was damaged. Only for the model that runs here, which costs nothing but computing time.
 */
@Component
class DriftSample {

    private final QualityStore store;
    private final Embedder embedder;
    private final EmbeddingSpace local;
    private final ClientTransactions transactions;
    private final QualityProperties settings;

    DriftSample(
            QualityStore store,
            Embedder embedder,
            EmbeddingSpace local,
            ClientTransactions transactions,
            QualityProperties settings) {
        this.store = store;
        this.embedder = embedder;
        this.local = local;
        this.transactions = transactions;
        this.settings = settings;
    }

    Mono<Drift> of(UUID clientId, @Nullable UUID projectId, String model) {
        if (!model.equals(local.model())) {
            return Mono.just(new Drift(model, 0, null, null));
        }
        return transactions
                .inClientMany(clientId, store.sample(clientId, projectId, model, UUID.randomUUID(), settings.sample()))
                .collectList()
                .flatMap(sample ->
                        Mono.fromCallable(() -> compared(model, sample)).subscribeOn(Schedulers.boundedElastic()));
    }

    private Drift compared(String model, List<Sampled> sample) {
        if (sample.isEmpty()) {
            return new Drift(model, 0, null, null);
        }
        List<EmbeddedText> anew = embedder.embed(sample.stream()
                .map(one -> ChunkWork.embeddedText(one.context(), one.text()))
                .toList());
        double lowest = 1;
        double sum = 0;
        for (int i = 0; i < sample.size(); i++) {
            double cosine = cosine(
                    VectorBytes.vector(sample.get(i).vector()), anew.get(i).vector());
            lowest = Math.min(lowest, cosine);
            sum += cosine;
        }
        return new Drift(model, sample.size(), Shares.rounded(lowest), Shares.rounded(sum / sample.size()));
    }

    /** 0 where the vectors cannot be compared. */
    static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            return 0;
        }
        double product = 0;
        double squareOfA = 0;
        double squareOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squareOfA += (double) a[i] * a[i];
            squareOfB += (double) b[i] * b[i];
        }
        double cosine = product / Math.sqrt(squareOfA * squareOfB);
        return Double.isFinite(cosine) ? cosine : 0;
    }
}
