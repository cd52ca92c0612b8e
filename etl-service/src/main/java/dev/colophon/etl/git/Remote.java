package dev.colophon.etl.git;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A repository on another machine and how to be let in.
 *
 * @param user null where nobody needs to be
 */
record Remote(URI url, @Nullable String user, @Nullable String password) {

    private static final String ANY_USER = "x-access-token";

    static Remote of(JsonNode config, JsonNode credentials) {
        String password = credentials.path("password").asText("");
        String user = credentials.path("username").asText("");
        URI url = URI.create(config.path("url").asText());
        return password.isEmpty()
                ? new Remote(url, null, null)
                : new Remote(url, user.isEmpty() ? ANY_USER : user, password);
    }

    /** Never the password, and no user either: this ends up in logs. */
    @Override
    public String toString() {
        return url.toString();
    }
}
