package dev.colophon.gateway.route;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.server.PathContainer;
import org.springframework.util.unit.DataSize;

/**
 * Where the services are and how long the gateway bears with them.
 *
 * @param services base URLs
 * @param timeouts until a service begins to answer; streams may then take as long as they like
 * @param maxBody the largest request bodies
 * @param breaker when a service is given a rest
 */
@ConfigurationProperties("colophon.gateway")
record RouteProperties(
        Services services,
        @DefaultValue Timeouts timeouts,
        @DefaultValue MaxBody maxBody,
        @DefaultValue Breaker breaker) {

    /**
     * @param metadata base URL of metadata-service
     * @param embedding base URL of embedding-service
     * @param etl base URL of etl-service
     * @param usage base URL of usage-service
     */
    record Services(URI metadata, URI embedding, URI etl, URI usage) {

        URI of(Backend backend) {
            return switch (backend) {
                case METADATA -> metadata;
                case EMBEDDING -> embedding;
                case ETL -> etl;
                case USAGE -> usage;
            };
        }
    }

    /**
     * @param metadata until metadata-service begins to answer; language work by a provider may take long
     * @param embedding until embedding-service begins to answer
     * @param etl until etl-service begins to answer; uploads may take long
     * @param usage until usage-service begins to answer
     */
    record Timeouts(
            @DefaultValue("60s") Duration metadata,
            @DefaultValue("30s") Duration embedding,
            @DefaultValue("120s") Duration etl,
            @DefaultValue("15s") Duration usage) {

        Duration of(Backend backend) {
            return switch (backend) {
                case METADATA -> metadata;
                case EMBEDDING -> embedding;
                case ETL -> etl;
                case USAGE -> usage;
            };
        }
    }

    /**
     * @param json of all other requests
     * @param model of what is sent to models, below {@code /v1}
     * @param upload of documents and item lists to etl, of price maps and of bills
     * @param webhook of what sources tell by themselves
     */
    record MaxBody(
            @DefaultValue("1MB") DataSize json,
            @DefaultValue("4MB") DataSize model,
            @DefaultValue("64MB") DataSize upload,
            @DefaultValue("25MB") DataSize webhook) {

        DataSize of(Backend backend, PathContainer path) {
            if (RouteTable.takesWebhooks(path)) {
                return webhook;
            }
            if (backend == Backend.ETL || RouteTable.takesFiles(path)) {
                return upload;
            }
            return RouteTable.leadsToModels(path) ? model : json;
        }
    }

    /**
     * @param window how many recent calls are looked at
     * @param minimumCalls how many there must be before anything is decided
     * @param failureRate percent of them that failed to reach the service or timed out
     * @param openFor how long the service is then left alone
     */
    record Breaker(
            @DefaultValue("50") int window,
            @DefaultValue("20") int minimumCalls,
            @DefaultValue("50") float failureRate,
            @DefaultValue("2s") Duration openFor) {}
}
