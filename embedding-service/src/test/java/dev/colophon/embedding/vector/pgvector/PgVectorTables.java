package dev.colophon.embedding.vector.pgvector;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.PersistenceAutoConfiguration;
import dev.colophon.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.r2dbc.core.DatabaseClient;

/** The service's tables in a database with pgvector, without the service. */
public final class PgVectorTables implements AutoCloseable {

    static final UUID SOURCE = UUID.randomUUID();

    private final ConfigurableApplicationContext context;

    @TestConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        R2dbcAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        PersistenceAutoConfiguration.class
    })
    static class Tables {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    public PgVectorTables(TestDatabase database) {
        Map<String, Object> settings = new HashMap<>(database.settings());
        settings.put("spring.kafka.bootstrap-servers", "nowhere:1");
        context = new SpringApplicationBuilder(Tables.class)
                .web(WebApplicationType.NONE)
                .initializers(starting -> starting.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("pgvector", settings)))
                .run();
        migrate();
    }

    public void migrate() {
        schema().migrate(schema().extension().orElseThrow());
    }

    /** An index as an instance of the service has it. */
    public PgVectorIndex instance() {
        PgVectorIndex instance = new PgVectorIndex(
                context.getBean(DatabaseClient.class),
                context.getBean(ClientTransactions.class),
                schema().extension().orElseThrow());
        instance.resume(SOURCE);
        return instance;
    }

    private PgVectorSchema schema() {
        return new PgVectorSchema(context.getBean(Flyway.class), "embedding_app");
    }

    @Override
    public void close() {
        context.close();
    }
}
