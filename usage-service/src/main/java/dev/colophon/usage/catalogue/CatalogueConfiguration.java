package dev.colophon.usage.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.usage.price.PriceList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the models that come described with the service. */
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

    @Bean
    Catalogue catalogue(ObjectMapper json, PriceList prices) {
        return new Catalogue(KnownModels.read(json), prices);
    }
}
