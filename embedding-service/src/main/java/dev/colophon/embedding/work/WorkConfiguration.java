package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.telemetry.metric.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The two lanes of this instance's worker: one computes here, the other waits for clients' accounts. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {

    @Bean
    InFlight inFlight() {
        return new InFlight();
    }

    @Bean
    Sampling backlogSampling(DatabaseClient database, MeterRegistry meters) {
        return new Sampling("chunks in the queues", new BacklogMetrics(database, meters).read());
    }

    @Bean
    EmbeddingWorker embeddingWorker(
            WorkQueue queue,
            PendingChunkStore chunks,
            Embedder embedder,
            EmbeddingSpace local,
            OutcomeRecorder recorder,
            AsideWork aside,
            InFlight inFlight,
            WorkProperties settings,
            MeterRegistry meters,
            ApplicationEventPublisher within,
            Clock clock) {
        return new EmbeddingWorker(
                queue,
                new LaneClaims(queue, ChunkWork.LIVE, ChunkWork.MIGRATION, new Pauses(clock), settings, clock),
                chunks,
                new BatchEmbedding(embedder, local.dimensions()),
                recorder,
                aside,
                inFlight,
                settings,
                new WorkMetrics(meters, "local"),
                batchSize(settings),
                within,
                clock);
    }

    @Bean
    RemoteWorker remoteWorker(
            WorkQueue queue,
            PendingChunkStore chunks,
            SpaceAccounts accounts,
            OutcomeRecorder recorder,
            AsideWork aside,
            InFlight inFlight,
            SpentReplays replays,
            WorkProperties settings,
            MeterRegistry meters,
            ApplicationEventPublisher within,
            Traces traces,
            Clock clock) {
        Pauses pauses = new Pauses(clock);
        WorkMetrics metrics = new WorkMetrics(meters, "remote");
        return new RemoteWorker(
                queue,
                new LaneClaims(queue, ChunkWork.LIVE_REMOTE, ChunkWork.MIGRATION_REMOTE, pauses, settings, clock),
                chunks,
                new RemoteBatches(
                        accounts, recorder, queue, inFlight, pauses, replays, metrics, settings, within, traces),
                aside,
                accounts,
                settings,
                metrics,
                batchSize(settings),
                clock);
    }

    private static BatchSize batchSize(WorkProperties settings) {
        return new BatchSize(
                settings.minBatch(),
                settings.maxBatch(),
                settings.memoryPerChunk().toBytes(),
                FreeMemory::bytes,
                settings.batchDuration());
    }
}
