package dev.colophon.embedding.quality;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The check of stored vectors.
 *
 * @param every how long from one check to the next, the scheduled job {@code vector-quality}
 * @param sample how many chunks of a client are embedded anew to see whether its vectors are still what the model gives
 * @param warnBelow a project whose quality score is lower is named in the log
 */
@ConfigurationProperties("colophon.embedding.quality")
record QualityProperties(
        @DefaultValue("6h") Duration every,
        @DefaultValue("16") int sample,
        @DefaultValue("0.99") double warnBelow) {}
