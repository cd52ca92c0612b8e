package dev.colophon.metadata.generation;

import dev.colophon.metadata.content.RefreshPolicy;
import dev.colophon.metadata.work.WorkLoop;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.telemetry.metric.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs in the background: the two loops that work requests off, and what is measured of them. */
@Configuration(proxyBeanMethods = false)
class GenerationConfiguration {

    @Bean
    WorkLoop generationLoop(
            WorkQueue queue, GenerationWorker worker, GenerationProperties settings, MeterRegistry registry) {
        WorkLoop.Pace pace = new WorkLoop.Pace(settings.poll(), settings.lease(), settings.concurrency());
        WorkLoop loop = new WorkLoop(queue, GenerationQueue.NAME, pace, worker::run);
        GenerationMeter.IN_PROGRESS.gauge(registry, loop, WorkLoop::running);
        return loop;
    }

    @Bean
    WorkLoop refreshLoop(WorkQueue queue, RefreshWorker worker, GenerationProperties settings) {
        WorkLoop.Pace pace = new WorkLoop.Pace(settings.poll(), settings.lease(), 1);
        return new WorkLoop(queue, RefreshPolicy.QUEUE, pace, worker::run);
    }

    @Bean
    Sampling generationSampling(WorkQueue queue, MeterRegistry registry) {
        AtomicLong waiting = new AtomicLong();
        GenerationMeter.QUEUE_SIZE.gauge(registry, waiting, AtomicLong::get);
        return new Sampling(
                "projects that wait", queue.depth(GenerationQueue.NAME).doOnNext(waiting::set));
    }

    @Bean
    GenerationMetrics generationMetrics(MeterRegistry registry) {
        return new GenerationMetrics(registry);
    }
}
