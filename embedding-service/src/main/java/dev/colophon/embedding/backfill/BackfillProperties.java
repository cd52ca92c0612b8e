package dev.colophon.embedding.backfill;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How backfills go about their work.
 *
 * @param lookEvery how often is looked how far they are
 * @param projectRetryDelays how long a step of a project, or of all, waits for its next try when it failed
 * @param itemRetryDelays the same for one item
 */
@ConfigurationProperties("colophon.embedding.backfill")
record BackfillProperties(
        @DefaultValue("1s") Duration lookEvery,
        @DefaultValue({"1m", "2m", "4m"}) List<Duration> projectRetryDelays,
        @DefaultValue({"30s", "60s", "120s"}) List<Duration> itemRetryDelays) {}
