package dev.colophon.embedding.vector.follow;

import dev.colophon.embedding.vector.VectorProjection;
import dev.colophon.embedding.vector.lucene.LuceneVectorIndex;
import dev.colophon.embedding.vector.pgvector.PgVectorIndex;
import dev.colophon.embedding.vector.pgvector.PgVectorMissingException;
import dev.colophon.embedding.vector.pgvector.PgVectorSchema;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.DatabaseProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The index and what keeps it up to date. Which one it is, is found out at the start and holds until the end. */
@Configuration(proxyBeanMethods = false)
class VectorConfiguration {

    private static final Logger log = LoggerFactory.getLogger(VectorConfiguration.class);

    /**
     * @param migrated the tables that the index follows are there
     */
    @Bean(destroyMethod = "close")
    VectorProjection vectorIndex(
            IndexProperties settings,
            Flyway flyway,
            FlywayMigrationInitializer migrated,
            DatabaseProperties database,
            DatabaseClient client,
            ClientTransactions transactions) {
        PgVectorSchema schema = new PgVectorSchema(flyway, database.appRole());
        Optional<String> extension = settings.type() == IndexType.LUCENE ? Optional.empty() : schema.extension();
        if (extension.isEmpty() && settings.type() == IndexType.PGVECTOR) {
            throw new PgVectorMissingException(database.name());
        }
        log.info("search index is kept by {}", extension.isPresent() ? PgVectorIndex.TYPE : LuceneVectorIndex.TYPE);
        return extension
                .<VectorProjection>map(in -> {
                    schema.migrate(in);
                    return new PgVectorIndex(client, transactions, in);
                })
                .orElseGet(() -> lucene(settings));
    }

    @Bean
    IndexFollower indexFollower(
            VectorStore store, VectorProjection index, IndexProperties settings, MeterRegistry meters) {
        return new IndexFollower(store, index, settings, meters);
    }

    @Bean
    HealthIndicator vectorIndexHealthIndicator(VectorProjection index) {
        return () -> Health.up()
                .withDetail("type", index.type())
                .withDetail("chunks", index.size())
                .withDetail("followed_before", index.followedBefore())
                .build();
    }

    private static LuceneVectorIndex lucene(IndexProperties settings) {
        Path configured = settings.directory();
        return new LuceneVectorIndex(configured == null ? temporary() : configured);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("colophon-embedding-index");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the search index", e);
        }
    }
}
