package dev.colophon.etl.jira.client;

import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a Jira is and how it is asked. The cloud speaks version 3 of the API, data centers version 2.
 *
 * @param site the address that people use, without a slash at its end
 * @param api where the API is, {@link #site} but for apps
 */
public record JiraAccess(URI site, URI api, boolean cloud, Authorization authorization) {

    /** The value of the header of that name. */
    @FunctionalInterface
    public interface Authorization {

        String value() throws IOException, InterruptedException, SourceFailure;
    }

    /** An API token of the cloud. */
    public static Authorization basic(String email, String token) {
        String value =
                "Basic " + Base64.getEncoder().encodeToString((email + ":" + token).getBytes(StandardCharsets.UTF_8));
        return () -> value;
    }

    /** A personal access token of a data center, or an access token of an app. */
    public static Authorization bearer(String token) {
        return () -> "Bearer " + token;
    }

    String authorizationValue() throws IOException, InterruptedException, SourceFailure {
        return authorization.value();
    }

    /** What shares one quota. */
    String tenant() {
        return site.getHost() + ":" + site.getPort();
    }

    URI url(String pathAndQuery) {
        return URI.create(api + (cloud ? "/rest/api/3" : "/rest/api/2") + pathAndQuery);
    }

    URI page(String path) {
        return URI.create(site + path);
    }

    @Override
    public String toString() {
        return "JiraAccess[" + site + "]";
    }
}
