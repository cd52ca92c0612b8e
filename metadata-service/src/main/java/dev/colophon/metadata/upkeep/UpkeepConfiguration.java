package dev.colophon.metadata.upkeep;

import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scheduled work of this service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NightlyProperties.class, CleanupProperties.class})
class UpkeepConfiguration {

    @Bean
    ScheduledJob nightlyMetadataJob(NightlyMetadata nightly, NightlyProperties settings) {
        return ScheduledJob.of(
                "nightly-metadata",
                "Asks for metadata of projects that say something and have none, while the queue is short",
                Schedule.cron(settings.schedule()),
                run -> nightly.run());
    }

    @Bean
    ScheduledJob weeklyMetadataCleanupJob(Cleanup cleanup, CleanupProperties settings) {
        return ScheduledJob.of(
                "weekly-metadata-cleanup",
                "Removes what is orphaned or outdated and puts projects back to work whose work was lost",
                Schedule.cron(settings.schedule()),
                run -> cleanup.run());
    }

    @Bean
    ScheduledJob metadataResultsExpiryJob(Cleanup cleanup, CleanupProperties settings) {
        return ScheduledJob.counting(
                "metadata-results-expiry",
                "Removes kept results of models that are past their time",
                Schedule.every(settings.resultsExpiry()),
                "removed",
                cleanup.removeOutdatedResults());
    }
}
