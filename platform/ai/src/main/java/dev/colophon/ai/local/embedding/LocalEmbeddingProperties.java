package dev.colophon.ai.local.embedding;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the local embedding model runs.
 *
 * @param threads callers of the one session; 0 is one for each core
 * @param precision fp32, as the model was published, or int8, which is faster and less exact; what is embedded already stays as it is
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
