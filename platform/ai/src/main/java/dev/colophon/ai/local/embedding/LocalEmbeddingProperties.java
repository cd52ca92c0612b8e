package dev.colophon.ai.local.embedding;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the local embedding model runs.
 *
 * @param threads callers of the one session; 0 is one for each core
 * @param precision {@code fp32} as published, or {@code int8}, faster and a little less exact; its vectors are a space of
 *     their own
 * @param directory where the model's files are unpacked and kept; by default below the system's temporary directory
 */
@ConfigurationProperties("colophon.ai.local")
public record LocalEmbeddingProperties(
        @DefaultValue("0") int threads,
        @DefaultValue("fp32") Precision precision,
        @Nullable String directory) {

    int callers() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
