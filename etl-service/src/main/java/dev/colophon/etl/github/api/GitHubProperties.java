package dev.colophon.etl.github.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How GitHub is read.
 *
 * @param apiVersion sent with every call
 * @param concurrency calls of one run at a time; GitHub allows a hundred of one account, over everything it does
 * @param maxPages of one list, against lists without end
 * @param overlap how far each run looks back behind the newest change known
 * @param secondaryPause first wait where GitHub says that it is asked too fast but not until when; then twice as long
 * @param limitAttempts limits met in a row until the run gives up for now
 * @param longestWait for a limit to end; the run gives up for now where it takes longer
 * @param comments the last of each thread that become part of its text
 * @param pushedCommits of one push that are read at once; the next run reads the others
 */
@ConfigurationProperties("colophon.etl.github")
public record GitHubProperties(
        @DefaultValue("2022-11-28") String apiVersion,
        @DefaultValue("8") int concurrency,
        @DefaultValue("10000") int maxPages,
        @DefaultValue("5m") Duration overlap,
        @DefaultValue("60s") Duration secondaryPause,
        @DefaultValue("5") int limitAttempts,
        @DefaultValue("70m") Duration longestWait,
        @DefaultValue("5") int comments,
        @DefaultValue("100") int pushedCommits) {}
