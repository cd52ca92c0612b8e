package dev.colophon.embedding.migration;

import dev.colophon.embedding.work.StepWorker;
import dev.colophon.persistence.work.WorkQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What takes migrations forward on this instance. */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {

    @Bean
    StepWorker migrationWorker(WorkQueue queue, MigrationSteps steps, MigrationProperties settings) {
        return new StepWorker(queue, Migrations.STEPS, steps, settings.retryDelays());
    }

    @Bean
    StepWorker oldVectorsWorker(WorkQueue queue, OldVectors vectors, MigrationProperties settings) {
        return new StepWorker(queue, Migrations.FORGETTING, vectors, settings.retryDelays());
    }
}
