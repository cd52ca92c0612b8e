package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.persistence.work.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker of this instance. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {

    @Bean
    EmbeddingWorker embeddingWorker(
            WorkQueue queue,
            PendingChunkStore chunks,
            Embedder embedder,
            EmbeddingSpace space,
            OutcomeRecorder recorder,
            WorkProperties settings,
            MeterRegistry meters,
            ApplicationEventPublisher within) {
        BatchEmbedding embedding = new BatchEmbedding(embedder, space.dimensions());
        return new EmbeddingWorker(queue, chunks, embedding, recorder, settings, new WorkMetrics(meters), within);
    }
}
