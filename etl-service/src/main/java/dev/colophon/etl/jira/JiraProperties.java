package dev.colophon.etl.jira;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sources of type {@code jira}.
 *
 * @param pageSize issues asked for at once; Jira may give fewer
 * @param overlap how far a run looks back behind what the last one has seen, at least ten minutes: Jira's search knows of a
 *     change later than Jira does
 * @param publicUrl where clients reach the gateway; null leaves webhooks to people
 * @param webhookRefresh how long before they expire webhooks are refreshed
 * @param webhookCheck how often webhooks are looked after
 * @param tokenUrl where apps of the cloud get their access tokens
 * @param apiUrl where apps of the cloud reach the API
 */
@ConfigurationProperties("colophon.etl.jira")
record JiraProperties(
        @DefaultValue("100") int pageSize,
        @DefaultValue("15m") Duration overlap,
        @Nullable URI publicUrl,
        @DefaultValue("10d") Duration webhookRefresh,
        @DefaultValue("6h") Duration webhookCheck,

        @DefaultValue("https://auth.atlassian.com/oauth/token")
        URI tokenUrl,

        @DefaultValue("https://api.atlassian.com") URI apiUrl) {

    private static final Duration SHORTEST_OVERLAP = Duration.ofMinutes(10);

    JiraProperties {
        if (pageSize < 10 || pageSize > 1_000) {
            throw new IllegalArgumentException("colophon.etl.jira.page-size must be from 10 to 1000");
        }
        if (overlap.compareTo(SHORTEST_OVERLAP) < 0) {
            throw new IllegalArgumentException("colophon.etl.jira.overlap must be at least ten minutes");
        }
    }
}
