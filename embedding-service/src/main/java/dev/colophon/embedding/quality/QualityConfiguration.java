package dev.colophon.embedding.quality;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.telemetry.metric.Sampling;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has every instance show what the last check found, whichever of them made it. */
@Configuration(proxyBeanMethods = false)
class QualityConfiguration {

    @Bean
    Sampling qualitySampling(QualityStore store, QualityMetrics metrics, ClientTransactions transactions) {
        return new Sampling(
                "what the last check of vectors found",
                Duration.ofMinutes(1),
                transactions.inSystem(store.kept()).doOnNext(metrics::found));
    }
}
