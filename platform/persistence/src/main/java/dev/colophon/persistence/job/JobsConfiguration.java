package dev.colophon.persistence.job;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The scheduled work of a service and its locks, in its own schema. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobsProperties.class)
public class JobsConfiguration {

    @Bean
    JobLock jobLock(DatabaseClient database) {
        return new R2dbcJobLock(database);
    }

    @Bean
    JobStore jobStore(DatabaseClient database) {
        return new JobStore(database);
    }

    @Bean
    ScheduledJob jobRunsExpiry(JobStore store, JobsProperties settings) {
        return ScheduledJob.counting(
                "job-runs-expiry",
                "Forgets runs of jobs that are past their time",
                Schedule.every(Duration.ofHours(1)),
                "removed",
                store.forget(settings.keep()));
    }

    @Bean
    JobMetrics jobMetrics(ObjectProvider<ScheduledJob> jobs) {
        List<String> names = jobs.stream().map(ScheduledJob::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalStateException("two jobs have the same name: " + names);
        }
        return new JobMetrics(names);
    }

    @Bean
    JobScheduler jobScheduler(
            ObjectProvider<ScheduledJob> jobs,
            JobStore store,
            JobLock lock,
            JobMetrics metrics,
            JobsProperties settings) {
        String instance = ManagementFactory.getRuntimeMXBean().getName();
        JobRunner runner = new JobRunner(store, lock, metrics, settings.lease(), instance);
        return new JobScheduler(jobs.stream().toList(), store, runner, metrics, settings.poll());
    }

    @Bean
    Jobs jobs(ObjectProvider<ScheduledJob> jobs, JobStore store, JobScheduler scheduler) {
        return new Jobs(jobs.stream().toList(), store, scheduler);
    }
}
