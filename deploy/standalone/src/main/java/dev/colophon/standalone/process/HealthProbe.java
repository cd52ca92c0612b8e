package dev.colophon.standalone.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Tells whether a process is well; never throws. */
@FunctionalInterface
public interface HealthProbe {

    /** What is wrong, in a few words, or null where all is well. */
    @Nullable
    String complaint();

    /**
     * Asks a Spring Boot service: first whether it is ready, and once it was, for its health in full.
     */
    static HealthProbe actuator(int port) {
        return new HealthProbe() {
            private boolean wasReady;

            @Override
            public synchronized @Nullable String complaint() {
                String path = wasReady ? "/actuator/health" : "/actuator/health/readiness";
                String complaint = http("http://127.0.0.1:" + port + path);
                wasReady |= complaint == null;
                return complaint;
            }
        };
    }

    /** Opens a database connection. */
    static HealthProbe jdbc(String url, String user, String password) {
        return () -> {
            Properties properties = new Properties();
            properties.put("user", user);
            properties.put("password", password);
            properties.put("loginTimeout", "5");
            properties.put("connectTimeout", "5");
            properties.put("socketTimeout", "5");
            try (Connection connection = DriverManager.getConnection(url, properties)) {
                return connection.isValid(2) ? null : "does not answer";
            } catch (SQLException e) {
                return "does not accept connections";
            }
        };
    }

    private static @Nullable String http(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(10_000);
            try {
                int status = connection.getResponseCode();
                return status == HttpURLConnection.HTTP_OK ? null : "health check answers " + status;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return "does not answer";
        }
    }
}
