package dev.colophon.usage.price;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.persistence.ClientTransactions;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Prices in memory, from the list that comes with the service and from what the operator says. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PriceProperties.class)
class PriceConfiguration {

    /** Holds nothing until {@link PriceRefresh} has loaded it, before anything asks. */
    @Bean
    PriceList priceList() {
        return new PriceList(List.of());
    }

    @Bean
    PriceLists priceLists(
            ClientTransactions transactions, PriceStore store, PriceList inForce, ObjectMapper json, Clock clock) {
        return new PriceLists(transactions, store, inForce, PublishedPrices.read(json), clock);
    }

    @Bean
    PriceRefresh priceRefresh(PriceLists lists, PriceProperties properties) {
        Mono<Void> refresh = Mono.defer(lists::refresh);
        return new PriceRefresh(Mono.defer(lists::publish).then(refresh), refresh, properties.refresh());
    }
}
