package dev.colophon.embedding.vector;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The index of this instance and what keeps it up to date. */
@Configuration(proxyBeanMethods = false)
class VectorConfiguration {

    @Bean(destroyMethod = "close")
    LuceneVectorIndex vectorIndex(IndexProperties settings) {
        Path configured = settings.directory();
        return new LuceneVectorIndex(configured == null ? temporary() : configured);
    }

    @Bean
    IndexFollower indexFollower(
            VectorStore store, LuceneVectorIndex index, IndexProperties settings, MeterRegistry meters) {
        return new IndexFollower(store, index, settings, meters);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("colophon-embedding-index");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the search index", e);
        }
    }
}
