package dev.colophon.etl.webhook;

import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets deliveries that are past their time, client by client. */
@Configuration(proxyBeanMethods = false)
class WebhookHousekeeping {

    @Bean
    ScheduledJob deliveriesExpiry(
            ConnectedSources sources,
            DeliveryStore store,
            ClientTransactions transactions,
            WebhookProperties settings) {
        return ScheduledJob.counting(
                "webhook-deliveries-expiry",
                "Forgets deliveries of webhooks that are past their time",
                Schedule.every(Duration.ofHours(1)),
                "removed",
                sources.owners()
                        .concatMap(client -> transactions.inClient(client, store.deleteOlder(settings.kept())))
                        .reduce(0L, Long::sum));
    }
}
