package dev.colophon.etl.webhook;

import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.Housekeeping;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets deliveries that are past their time, client by client. */
@Configuration(proxyBeanMethods = false)
class WebhookHousekeeping {

    @Bean
    Housekeeping deliveryHousekeeping(
            ConnectedSources sources,
            DeliveryStore store,
            ClientTransactions transactions,
            WebhookProperties settings) {
        return new Housekeeping(
                "webhook deliveries past their time",
                sources.owners()
                        .concatMap(client -> transactions.inClient(client, store.deleteOlder(settings.kept())))
                        .reduce(0L, Long::sum));
    }
}
