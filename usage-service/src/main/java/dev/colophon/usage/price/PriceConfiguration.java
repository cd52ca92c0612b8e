package dev.colophon.usage.price;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** Reads the published list prices that come with the service. */
@Configuration(proxyBeanMethods = false)
class PriceConfiguration {

    private static final String PUBLISHED = "prices.json";

    @Bean
    PriceList priceList(ObjectMapper json) throws IOException {
        try (InputStream in = new ClassPathResource(PUBLISHED, PriceConfiguration.class).getInputStream()) {
            return json.readValue(in, PriceList.class);
        }
    }
}
