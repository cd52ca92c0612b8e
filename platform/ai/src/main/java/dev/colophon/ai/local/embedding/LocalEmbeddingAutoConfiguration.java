package dev.colophon.ai.local.embedding;

import java.nio.file.Path;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The local embedding model, in services that say {@code colophon.ai.local.embedding: true}. */
@AutoConfiguration
@ConditionalOnProperty("colophon.ai.local.embedding")
@EnableConfigurationProperties(LocalEmbeddingProperties.class)
public class LocalEmbeddingAutoConfiguration {

    @Bean(destroyMethod = "close")
    MiniLmEmbeddingModel miniLmEmbeddingModel(LocalEmbeddingProperties settings) {
        Path directory = settings.directory() == null
                ? Path.of(System.getProperty("java.io.tmpdir"), "colophon-models-" + System.getProperty("user.name"))
                : Path.of(settings.directory());
        return new MiniLmEmbeddingModel(settings.callers(), directory, settings.precision());
    }

    @Bean
    HealthIndicator embedderHealthIndicator(MiniLmEmbeddingModel model) {
        return () -> (model.isReady() ? Health.up() : Health.outOfService().withDetail("state", "loading"))
                .withDetail("model", MiniLm.MODEL)
                .withDetail("revision", model.revision())
                .build();
    }
}
