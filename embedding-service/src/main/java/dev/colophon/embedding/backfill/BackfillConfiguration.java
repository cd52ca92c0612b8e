package dev.colophon.embedding.backfill;

import dev.colophon.embedding.work.StepWorker;
import dev.colophon.persistence.work.WorkQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What takes backfills forward on this instance. */
@Configuration(proxyBeanMethods = false)
class BackfillConfiguration {

    @Bean
    StepWorker backfillWorker(WorkQueue queue, BackfillSteps steps, BackfillProperties settings) {
        return new StepWorker(queue, Backfills.PROJECT_STEPS, steps, settings.projectRetryDelays());
    }

    @Bean
    StepWorker itemBackfillWorker(WorkQueue queue, BackfillSteps steps, BackfillProperties settings) {
        return new StepWorker(queue, Backfills.ITEM_STEPS, steps, settings.itemRetryDelays());
    }
}
